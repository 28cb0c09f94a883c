//! Weaver's first format: `groups:`, in which everything is a group with a type.
//!
//! Source: OpenTelemetry Weaver, `schemas/semconv-syntax.md`.

use super::raw::{self, Group, Raw, Role, Use};
use super::span::KINDS;
use crate::document::{Fields, Node};
use crate::error::Result;

/// Every field of a group, whatever its type.
const GROUP: &[&str] = &[
    "annotations",
    "attributes",
    "body",
    "brief",
    "deprecated",
    "display_name",
    "entity_associations",
    "examples",
    "extends",
    "id",
    "instrument",
    "metric_name",
    "name",
    "note",
    "requirement_level",
    "span_kind",
    "stability",
    "type",
    "unit",
    "visibility",
];

/// Every field of an attribute, defined or referred to.
const ATTRIBUTE: &[&str] = &[
    "annotations",
    "brief",
    "deprecated",
    "examples",
    "id",
    "note",
    "ref",
    "requirement_level",
    "role",
    "sampling_relevant",
    "stability",
    "tag",
    "type",
];

#[derive(Clone, Copy)]
enum GroupType {
    Attributes,
    Span,
    Other,
}

const TYPES: &[(&str, GroupType)] = &[
    ("attribute_group", GroupType::Attributes),
    ("span", GroupType::Span),
    ("metric", GroupType::Other),
    ("event", GroupType::Other),
    ("entity", GroupType::Other),
    ("resource", GroupType::Other),
    ("metric_group", GroupType::Other),
    ("scope", GroupType::Other),
    ("undefined", GroupType::Other),
];

pub(super) fn read(registry: &Fields<'_, '_>, raw: &mut Raw) -> Result<()> {
    registry.refuse_unknown(&["groups", "imports"])?;
    if registry.get("groups").is_none() && registry.get("imports").is_none() {
        return Err(registry.error(
            registry.line(),
            "nothing is defined here; a registry has `groups:` or `file_format: definition/2`",
        ));
    }
    super::v2::imports(registry, raw)?;
    for node in registry.list("groups")? {
        let file = registry.place(node.line).file;
        let fields = Fields::of(&file, "a group", node)?;
        fields.refuse_misspelt(GROUP)?;
        let group = group(&fields, raw)?;
        raw.groups.push(group);
    }
    Ok(())
}

fn group(fields: &Fields<'_, '_>, raw: &mut Raw) -> Result<Group> {
    if let Some(prefix) = fields.get("prefix") {
        return Err(fields.error(
            prefix.line,
            "`prefix` is no longer part of the format; write the whole key in each `id`",
        ));
    }
    let id = fields.required_text("id")?;
    let parent = match fields.text("extends")? {
        Some(parent) => Some((raw::id(fields, parent)?, fields.place(parent.line))),
        None => None,
    };
    let role = match fields.word(fields.required_text("type")?, TYPES)? {
        GroupType::Attributes => Role::Attributes,
        GroupType::Span => span(fields)?,
        GroupType::Other => Role::Other,
    };
    if !matches!(role, Role::Span { .. }) {
        raw::no_annotations(fields)?;
    }
    let mut uses = Vec::new();
    for node in fields.list("attributes")? {
        uses.push(attribute(fields, node, raw)?);
    }
    Ok(Group {
        id: raw::id(fields, id)?,
        at: fields.place(id.line),
        role,
        parent,
        uses,
    })
}

fn span(fields: &Fields<'_, '_>) -> Result<Role> {
    let id = raw::id(fields, fields.required_text("id")?)?;
    let kind = match fields.text("span_kind")? {
        Some(kind) => Some(fields.word(kind, KINDS)?),
        None => None,
    };
    Ok(Role::Span {
        span_type: id.strip_prefix("span.").unwrap_or(&id).to_owned(),
        kind,
        name: raw::span_name(fields)?,
        deprecated: raw::deprecation(fields)?,
    })
}

/// An attribute of a group: a definition, which is a use as well, or a reference.
fn attribute(group: &Fields<'_, '_>, node: &Node<'_>, raw: &mut Raw) -> Result<Use> {
    let file = group.place(node.line).file;
    let fields = Fields::of(&file, "an attribute", node)?;
    fields.refuse_misspelt(ATTRIBUTE)?;
    raw::no_annotations(&fields)?;
    let level = raw::level(&fields)?;
    let (key, line) = match fields.text("ref")? {
        Some(key) if fields.get("id").is_some() => {
            return Err(fields.error(
                key.line,
                "an attribute has `id` where it is defined or `ref` where it is used; this has both",
            ));
        }
        Some(key) => (raw::id(&fields, key)?, key.line),
        None => {
            let definition = raw::attribute(&fields, "id")?;
            let key = definition.key.clone();
            raw.attributes.push(definition);
            (key, fields.line())
        }
    };
    Ok(Use::Attribute {
        key,
        level,
        at: fields.place(line),
    })
}
