//! From what the files say to what holds: every reference followed, every id unique.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::raw::{Group, Raw, Role, Use};
use super::{AttributeConvention, RequirementLevel, SpanAttribute, SpanConvention, SpanKind};
use crate::document::shown;
use crate::error::Result;
use crate::suggest::hint;
use crate::{Origin, Place, ReadError, glob, semconv};

/// Groups that stand one in another. Weaver's own registry has four.
const MAX_CHAIN: usize = 64;
/// Attributes of all groups together, inherited ones counted in each.
const MAX_USES: usize = 1_000_000;

/// The attributes, sorted by key, and the spans, sorted by type.
pub(super) fn resolve(raw: Raw) -> Result<(Vec<AttributeConvention>, Vec<SpanConvention>)> {
    let attributes = sorted(raw.attributes)?;
    let mut resolver = Resolver::new(&attributes, &raw.groups, &raw.imports)?;
    let mut spans = Vec::new();
    for (i, group) in raw.groups.iter().enumerate() {
        // Groups that no span uses are resolved too: a reference to nothing is a mistake anywhere.
        let group_has = resolver.group(i, &group.at)?;
        if let Role::Span {
            span_type,
            name,
            deprecated,
            ..
        } = &group.role
        {
            spans.push(SpanConvention {
                span_type: span_type.clone(),
                kind: group_has.kind,
                attributes: group_has.attributes(),
                name: name.clone(),
                deprecated: deprecated.clone(),
                at: group.at.clone(),
            });
        }
    }
    spans.sort_by(|a, b| a.span_type.cmp(&b.span_type));
    if let Some(twice) = spans
        .windows(2)
        .find(|pair| pair[0].span_type == pair[1].span_type)
    {
        return Err(defined_twice(
            "span",
            &twice[1].span_type,
            &twice[0].at,
            &twice[1].at,
        ));
    }
    Ok((attributes, spans))
}

fn sorted(mut attributes: Vec<AttributeConvention>) -> Result<Vec<AttributeConvention>> {
    attributes.sort_by(|a, b| a.key.cmp(&b.key));
    for pair in attributes.windows(2) {
        let [first, second] = pair else { continue };
        if first.key != second.key {
            continue;
        }
        if let (Origin::File(first), Origin::File(at)) = (&first.origin, &second.origin) {
            return Err(defined_twice("attribute", &second.key, first, at));
        }
    }
    Ok(attributes)
}

fn defined_twice(what: &str, id: &str, first: &Place, second: &Place) -> ReadError {
    let id = shown(id);
    ReadError::at(
        second,
        format!("{what} `{id}` is defined twice, first at {first}"),
    )
}

struct Resolver<'r> {
    attributes: &'r [AttributeConvention],
    groups: &'r [Group],
    imports: &'r [String],
    index: HashMap<&'r str, usize>,
    done: Vec<Option<Rc<Resolved<'r>>>>,
    /// The groups that are being resolved, outermost first.
    path: Vec<usize>,
    uses: usize,
}

/// What a group comes to.
#[derive(Debug, Clone, Default)]
struct Resolved<'r> {
    kind: Option<SpanKind>,
    levels: BTreeMap<&'r str, (Option<RequirementLevel>, &'r Place)>,
}

impl<'r> Resolved<'r> {
    fn attributes(&self) -> Vec<SpanAttribute> {
        let attributes = self.levels.iter();
        attributes
            .map(|(key, (level, at))| SpanAttribute {
                key: (*key).to_owned(),
                level: level.unwrap_or_default(),
                at: (*at).clone(),
            })
            .collect()
    }

    /// A level that is said overrides; where none is said, what was inherited stays.
    fn add(&mut self, key: &'r str, level: Option<RequirementLevel>, at: &'r Place) {
        match self.levels.get_mut(key) {
            Some(_) if level.is_none() => {}
            Some(before) => *before = (level, at),
            None => {
                self.levels.insert(key, (level, at));
            }
        }
    }
}

impl<'r> Resolver<'r> {
    fn new(
        attributes: &'r [AttributeConvention],
        groups: &'r [Group],
        imports: &'r [String],
    ) -> Result<Self> {
        let mut index = HashMap::new();
        for (i, group) in groups.iter().enumerate() {
            if let Some(first) = index.insert(group.id.as_str(), i) {
                let first: &Group = &groups[first];
                return Err(defined_twice("group", &group.id, &first.at, &group.at));
            }
        }
        Ok(Resolver {
            attributes,
            groups,
            imports,
            index,
            done: vec![None; groups.len()],
            path: Vec::new(),
            uses: 0,
        })
    }

    /// In rising precedence: what is inherited, the groups that are named, what is named itself.
    fn group(&mut self, i: usize, referred_at: &Place) -> Result<Rc<Resolved<'r>>> {
        if let Some(done) = &self.done[i] {
            return Ok(Rc::clone(done));
        }
        self.refuse_circle(i, referred_at)?;
        self.path.push(i);
        let group = &self.groups[i];
        let mut resolved = Resolved::default();
        if let Some((parent, at)) = &group.parent {
            if let Some(parent) = self.find(parent, at)? {
                resolved = (*self.group(parent, at)?).clone();
                self.counted(resolved.levels.len(), at)?;
            }
        }
        if let Role::Span {
            kind: Some(kind), ..
        } = group.role
        {
            resolved.kind = Some(kind);
        }
        for named in &group.uses {
            if let Use::Group { id, at } = named {
                if let Some(other) = self.find(id, at)? {
                    let other = self.group(other, at)?;
                    self.counted(other.levels.len(), at)?;
                    for (key, (level, at)) in &other.levels {
                        resolved.add(key, *level, at);
                    }
                }
            }
        }
        for named in &group.uses {
            if let Use::Attribute { key, level, at } = named {
                self.known_attribute(key, at)?;
                resolved.add(key, *level, at);
            }
        }
        self.path.pop();
        self.counted(group.uses.len(), &group.at)?;
        let resolved = Rc::new(resolved);
        self.done[i] = Some(Rc::clone(&resolved));
        Ok(resolved)
    }

    fn refuse_circle(&self, i: usize, referred_at: &Place) -> Result<()> {
        let id = |i: usize| shown(&self.groups[i].id);
        if let Some(from) = self.path.iter().position(|on_path| *on_path == i) {
            let circle: Vec<String> = self.path[from..].iter().map(|i| id(*i)).collect();
            let message = match circle.as_slice() {
                [itself] => format!("`{itself}` refers to itself"),
                _ => format!("`{}` refers back to `{}`", circle.join("` to `"), circle[0]),
            };
            return Err(ReadError::at(referred_at, message));
        }
        if self.path.len() >= MAX_CHAIN {
            return Err(ReadError::at(
                referred_at,
                format!("more than {MAX_CHAIN} groups refer one to the next"),
            ));
        }
        Ok(())
    }

    /// The group of that id, or `None` if it is one of a registry that is imported and not read.
    fn find(&self, id: &str, at: &Place) -> Result<Option<usize>> {
        if let Some(i) = self.index.get(id) {
            return Ok(Some(*i));
        }
        let bare = id.strip_prefix("span.").unwrap_or(id);
        let imported =
            |pattern: &String| glob::matches(pattern, id) || glob::matches(pattern, bare);
        if self.imports.iter().any(imported) {
            return Ok(None);
        }
        let ids = self.groups.iter().map(|group| group.id.as_str());
        Err(unknown("group or span", bare, &hint(id, ids), at))
    }

    fn known_attribute(&self, key: &str, at: &Place) -> Result<()> {
        let own = self
            .attributes
            .binary_search_by(|a| a.key.as_str().cmp(key));
        if own.is_ok() || semconv::attribute(key).is_some() {
            return Ok(());
        }
        let own = self.attributes.iter().map(|a| a.key.as_str());
        let semantic = semconv::keys().map(|key| -> &str { key });
        let hint = hint(key, own.chain(semantic));
        Err(unknown("attribute", key, &hint, at))
    }

    fn counted(&mut self, uses: usize, at: &Place) -> Result<()> {
        self.uses += uses;
        if self.uses > MAX_USES {
            return Err(ReadError::at(
                at,
                format!("the groups up to here come to more than {MAX_USES} attributes"),
            ));
        }
        Ok(())
    }
}

fn unknown(what: &str, id: &str, hint: &str, at: &Place) -> ReadError {
    ReadError::at(at, format!("no {what} `{}` is defined{hint}", shown(id)))
}
