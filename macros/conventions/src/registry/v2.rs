//! Weaver's second format: `file_format: definition/2`, with a list for each kind of thing.
//!
//! Source: OpenTelemetry Weaver, `schemas/semconv-syntax.v2.md` (alpha).

use super::raw::{self, Group, Raw, Role, Use};
use super::span::KINDS;
use crate::document::{Fields, Node};
use crate::error::Result;

/// The lists of a file. Those that this reader does not look into are Weaver's for metrics, events
/// and entities.
const TOP: &[&str] = &[
    "attribute_groups",
    "attributes",
    "entities",
    "entity_refinements",
    "event_refinements",
    "events",
    "file_format",
    "imports",
    "metric_refinements",
    "metrics",
    "span_refinements",
    "spans",
];

/// Patterns under `imports`, each of which an unknown id is compared with.
const MAX_IMPORTS: usize = 100;

const ATTRIBUTE: &[&str] = &[
    "annotations",
    "brief",
    "deprecated",
    "examples",
    "key",
    "note",
    "stability",
    "type",
];

const GROUP: &[&str] = &[
    "annotations",
    "attributes",
    "brief",
    "deprecated",
    "id",
    "note",
    "stability",
    "visibility",
];

const SPAN: &[&str] = &[
    "annotations",
    "attributes",
    "brief",
    "deprecated",
    "entity_associations",
    "id",
    "kind",
    "name",
    "note",
    "ref",
    "requirement_level",
    "stability",
    "type",
];

const USE: &[&str] = &[
    "annotations",
    "brief",
    "deprecated",
    "examples",
    "note",
    "ref",
    "ref_group",
    "requirement_level",
    "sampling_relevant",
    "stability",
];

pub(super) fn read(registry: &Fields<'_, '_>, raw: &mut Raw) -> Result<()> {
    registry.refuse_unknown(TOP)?;
    imports(registry, raw)?;
    for node in registry.list("attributes")? {
        let file = registry.place(node.line).file;
        let fields = Fields::of(&file, "an attribute", node)?;
        fields.refuse_misspelt(ATTRIBUTE)?;
        raw::no_annotations(&fields)?;
        raw.attributes.push(raw::attribute(&fields, "key")?);
    }
    for node in registry.list("attribute_groups")? {
        let file = registry.place(node.line).file;
        let fields = Fields::of(&file, "an attribute group", node)?;
        fields.refuse_misspelt(GROUP)?;
        raw::no_annotations(&fields)?;
        raw.groups.push(attribute_group(&fields)?);
    }
    for node in registry.list("spans")? {
        let file = registry.place(node.line).file;
        let fields = Fields::of(&file, "a span", node)?;
        fields.refuse_misspelt(SPAN)?;
        raw.groups.push(span(&fields)?);
    }
    for node in registry.list("span_refinements")? {
        let file = registry.place(node.line).file;
        let fields = Fields::of(&file, "a refinement", node)?;
        fields.refuse_misspelt(SPAN)?;
        raw.groups.push(refinement(&fields)?);
    }
    Ok(())
}

/// `imports`, which names groups and signals of a registry that this one depends on.
pub(super) fn imports(registry: &Fields<'_, '_>, raw: &mut Raw) -> Result<()> {
    let Some(imports) = registry.fields("imports", "`imports`")? else {
        return Ok(());
    };
    let lists = ["attribute_groups", "entities", "events", "metrics", "spans"];
    imports.refuse_unknown(&lists)?;
    for list in lists {
        for text in imports.texts(list)?.unwrap_or_default() {
            if raw.imports.len() == MAX_IMPORTS {
                return Err(imports.error(
                    text.line,
                    format!("more than {MAX_IMPORTS} patterns are imported"),
                ));
            }
            raw.imports.push(raw::id(&imports, text)?);
        }
    }
    Ok(())
}

fn attribute_group(fields: &Fields<'_, '_>) -> Result<Group> {
    let id = fields.required_text("id")?;
    Ok(Group {
        id: raw::id(fields, id)?,
        at: fields.place(id.line),
        role: Role::Attributes,
        parent: None,
        uses: uses(fields)?,
    })
}

fn span(fields: &Fields<'_, '_>) -> Result<Group> {
    let span_type = fields.required_text("type")?;
    let kind = fields.word(fields.required_text("kind")?, KINDS)?;
    let id = raw::id(fields, span_type)?;
    Ok(Group {
        at: fields.place(span_type.line),
        role: Role::Span {
            span_type: id.clone(),
            kind: Some(kind),
            name: raw::span_name(fields)?,
            deprecated: raw::deprecation(fields)?,
        },
        id: format!("span.{id}"),
        parent: None,
        uses: uses(fields)?,
    })
}

fn refinement(fields: &Fields<'_, '_>) -> Result<Group> {
    let text = fields.required_text("id")?;
    let of = fields.required_text("ref")?;
    let id = raw::id(fields, text)?;
    Ok(Group {
        at: fields.place(text.line),
        role: Role::Span {
            span_type: id.strip_prefix("span.").unwrap_or(&id).to_owned(),
            kind: None,
            name: raw::span_name(fields)?,
            deprecated: raw::deprecation(fields)?,
        },
        parent: Some((
            format!("span.{}", raw::id(fields, of)?),
            fields.place(of.line),
        )),
        id,
        uses: uses(fields)?,
    })
}

fn uses(fields: &Fields<'_, '_>) -> Result<Vec<Use>> {
    let nodes = fields.list("attributes")?.iter();
    nodes.map(|node| reference(fields, node)).collect()
}

/// A line of `attributes`: one attribute or one group.
fn reference(group: &Fields<'_, '_>, node: &Node<'_>) -> Result<Use> {
    let file = group.place(node.line).file;
    let fields = Fields::of(&file, "an attribute", node)?;
    fields.refuse_misspelt(USE)?;
    raw::no_annotations(&fields)?;
    match (fields.text("ref")?, fields.text("ref_group")?) {
        (Some(key), None) => Ok(Use::Attribute {
            key: raw::id(&fields, key)?,
            level: raw::level(&fields)?,
            at: fields.place(key.line),
        }),
        (None, Some(group)) => Ok(Use::Group {
            id: raw::id(&fields, group)?,
            at: fields.place(group.line),
        }),
        _ => Err(fields.error(
            fields.line(),
            "here stands either `ref`, which names an attribute, or `ref_group`; attributes are \
             defined in `attributes` at the top of a file",
        )),
    }
}
