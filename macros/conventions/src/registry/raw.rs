//! What the files of a registry say, before references are followed; and the readers of what both
//! formats write alike.

use super::attribute::STABILITIES;
use super::level::{PLAIN, WITH_TEXT};
use super::{
    AttributeConvention, Deprecation, Member, NamePattern, Primitive, RequirementLevel, SpanKind,
    Stability, ValueType,
};
use crate::document::{Entry, Fields, Node, Scalar, Text, Value, shown};
use crate::error::Result;
use crate::{Origin, Place};

/// Bytes of an id, a key or a member. Weaver's longest has 80.
const MAX_ID: usize = 256;

/// Reasons for giving something up, and whether another key takes its place.
const REASONS: &[(&str, bool)] = &[
    ("renamed", true),
    ("obsoleted", false),
    ("uncategorized", false),
    ("unspecified", false),
];

#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) attributes: Vec<AttributeConvention>,
    pub(super) groups: Vec<Group>,
    /// What stands under `imports`: groups of a registry that is not read here.
    pub(super) imports: Vec<String>,
}

/// Anything that names attributes: a group, a span, a refinement of a span.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) at: Place,
    pub(super) role: Role,
    /// What it starts from: `extends`, or the span that a refinement refines.
    pub(super) parent: Option<(String, Place)>,
    pub(super) uses: Vec<Use>,
}

#[derive(Debug)]
pub(super) enum Role {
    Attributes,
    Span {
        span_type: String,
        /// `None` where nothing is said: a refinement has its span's.
        kind: Option<SpanKind>,
        name: Option<NamePattern>,
        deprecated: Option<Deprecation>,
    },
    /// A metric, an event, an entity: read for the references that it may be target of.
    Other,
}

#[derive(Debug)]
pub(super) enum Use {
    Attribute {
        key: String,
        level: Option<RequirementLevel>,
        at: Place,
    },
    Group {
        id: String,
        at: Place,
    },
}

/// An id or key: not empty, not long, without spaces.
pub(super) fn id(fields: &Fields<'_, '_>, text: Text<'_>) -> Result<String> {
    let id = text.text;
    if id.len() > MAX_ID {
        return Err(fields.error(
            text.line,
            format!("the id `{}` is longer than {MAX_ID} bytes", shown(id)),
        ));
    }
    if id.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(fields.error(
            text.line,
            format!("the id `{}` has a space in it", shown(id)),
        ));
    }
    Ok(id.to_owned())
}

/// The definition of an attribute, its key in the field `key_field`.
pub(super) fn attribute(
    fields: &Fields<'_, '_>,
    key_field: &'static str,
) -> Result<AttributeConvention> {
    let key = fields.required_text(key_field)?;
    let Some(type_entry) = fields.get("type") else {
        return Err(fields.error(
            fields.line(),
            format!("attribute `{}` has no `type`", shown(key.text)),
        ));
    };
    let (value_type, template, members) = value_type(fields, type_entry)?;
    Ok(AttributeConvention {
        key: id(fields, key)?,
        value_type,
        template,
        members,
        stability: stability(fields)?,
        deprecated: deprecation(fields)?,
        origin: Origin::File(fields.place(key.line)),
    })
}

fn value_type(
    fields: &Fields<'_, '_>,
    entry: &Entry<'_>,
) -> Result<(ValueType, bool, Vec<Member>)> {
    if let Value::Map(_) = &entry.node.value {
        let members = fields
            .fields("type", "the type of an enumeration")?
            .map_or(Ok((Primitive::String, Vec::new())), |of| members(&of))?;
        return Ok((ValueType::One(members.0), false, members.1));
    }
    let text = fields.text_of(entry)?;
    let Some((value_type, template)) = ValueType::from_weaver(text.text) else {
        return Err(fields.error(
            text.line,
            format!(
                "`{}` is no type; accepted are `string`, `int`, `double`, `boolean`, these with \
                 `[]`, `any`, `template[..]` of these, and `members`",
                shown(text.text)
            ),
        ));
    };
    Ok((value_type, template, Vec::new()))
}

/// The members of an enumeration, and what all their values are.
fn members(of: &Fields<'_, '_>) -> Result<(Primitive, Vec<Member>)> {
    of.refuse_unknown(&["members", "allow_custom_values"])?;
    let mut primitive = None;
    let mut members = Vec::new();
    for node in of.list("members")? {
        let (kind, member) = member(of, node)?;
        match primitive {
            None => primitive = Some(kind),
            Some(before) if before != kind => {
                return Err(of.error(
                    node.line,
                    format!(
                        "the member `{}` is {}; those before it are {}",
                        shown(&member.value),
                        ValueType::One(kind),
                        ValueType::One(before),
                    ),
                ));
            }
            Some(_) => {}
        }
        members.push(member);
    }
    match primitive {
        Some(primitive) => Ok((primitive, members)),
        None => Err(of.error(of.line(), "an enumeration has no `members`")),
    }
}

fn member(of: &Fields<'_, '_>, node: &Node<'_>) -> Result<(Primitive, Member)> {
    let place = of.place(node.line);
    let fields = Fields::of(&place.file, "a member", node)?;
    fields.refuse_misspelt(&[
        "annotations",
        "brief",
        "deprecated",
        "id",
        "note",
        "stability",
        "value",
    ])?;
    // Since Weaver 0.25 a member without a value has its id for one.
    let Some(entry) = fields.get("value").or_else(|| fields.get("id")) else {
        return Err(fields.error(node.line, "a member has no `id`"));
    };
    let Value::Scalar(text, scalar) = &entry.node.value else {
        return Err(fields.wrong(entry, "a text, a number or a boolean"));
    };
    let kind = match scalar {
        Scalar::Text => Primitive::String,
        Scalar::Int => Primitive::Int,
        Scalar::Float => Primitive::Double,
        Scalar::Bool => Primitive::Boolean,
        Scalar::Null => return Err(fields.wrong(entry, "a text, a number or a boolean")),
    };
    let member = Member {
        value: text.to_string(),
        deprecated: fields.get("deprecated").is_some(),
    };
    Ok((kind, member))
}

fn stability(fields: &Fields<'_, '_>) -> Result<Stability> {
    match fields.text("stability")? {
        Some(text) => fields.word(text, STABILITIES),
        None => Ok(Stability::default()),
    }
}

/// `deprecated`: a mapping with a reason, or, as it was once written, a text.
pub(super) fn deprecation(fields: &Fields<'_, '_>) -> Result<Option<Deprecation>> {
    let Some(entry) = fields.get("deprecated") else {
        return Ok(None);
    };
    if let Value::Scalar(..) = &entry.node.value {
        let note = fields.text_of(entry)?.text.to_owned();
        return Ok(Some(Deprecation {
            renamed_to: None,
            note: Some(note),
        }));
    }
    let Some(of) = fields.fields("deprecated", "a deprecation")? else {
        return Ok(None);
    };
    of.refuse_misspelt(&["reason", "renamed_to", "note"])?;
    let renamed = of.word(of.required_text("reason")?, REASONS)?;
    let renamed_to = if renamed {
        Some(id(&of, of.required_text("renamed_to")?)?)
    } else {
        None
    };
    let note = match of.get("note").map(|entry| &entry.node.value) {
        Some(Value::Scalar(text, Scalar::Text)) => Some(text.trim().to_owned()),
        _ => None,
    };
    Ok(Some(Deprecation { renamed_to, note }))
}

pub(super) fn level(fields: &Fields<'_, '_>) -> Result<Option<RequirementLevel>> {
    let Some(entry) = fields.get("requirement_level") else {
        return Ok(None);
    };
    match &entry.node.value {
        Value::Map(entries) => {
            let [of] = entries.as_slice() else {
                return Err(fields.wrong(entry, "one level"));
            };
            let word = Text {
                text: &of.key,
                line: of.line,
            };
            fields.word(word, WITH_TEXT).map(Some)
        }
        Value::Scalar(text, Scalar::Text) if text == "conditionally_required" => Err(fields.error(
            entry.line,
            "`conditionally_required` needs its condition: `conditionally_required: if ..`",
        )),
        _ => fields.word(fields.text_of(entry)?, PLAIN).map(Some),
    }
}

/// What stands under `annotations: {traced: {..}}` of a span: the name of its spans.
pub(super) fn span_name(fields: &Fields<'_, '_>) -> Result<Option<NamePattern>> {
    let Some(of) = traced(fields)? else {
        return Ok(None);
    };
    of.refuse_unknown(&["name"])?;
    let Some(name) = of.text("name")? else {
        return Ok(None);
    };
    let pattern = NamePattern::parse(name.text).map_err(|message| of.error(name.line, message))?;
    Ok(Some(pattern))
}

/// Refuses `annotations.traced` where there is nothing to say in it.
pub(super) fn no_annotations(fields: &Fields<'_, '_>) -> Result<()> {
    match traced(fields)? {
        Some(of) if !of.entries().is_empty() => Err(of.error(
            of.line(),
            "`annotations.traced` has a meaning on spans only",
        )),
        _ => Ok(()),
    }
}

fn traced<'n, 't>(fields: &Fields<'n, 't>) -> Result<Option<Fields<'n, 't>>> {
    let annotations = fields.fields("annotations", "`annotations`")?;
    match annotations {
        Some(of) => of.fields("traced", "`annotations.traced`"),
        None => Ok(None),
    }
}
