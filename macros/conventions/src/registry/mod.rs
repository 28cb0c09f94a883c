//! The registry: the spans and attributes that a team agreed on, whoever wrote them down and how.
//!
//! `attribute`, `span` and `level` are the model, `raw` is what a file says, `v1` and `v2` read the
//! two formats of OpenTelemetry Weaver into it, and `resolve` makes the model of it.

mod attribute;
mod level;
mod pattern;
mod raw;
mod resolve;
mod span;
mod v1;
mod v2;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use attribute::{AttributeConvention, Deprecation, Member, Primitive, Stability, ValueType};
pub use level::RequirementLevel;
pub use pattern::NamePattern;
pub use span::{SpanAttribute, SpanConvention, SpanKind};

use crate::ReadError;
use crate::document::{Fields, decode, parse_yaml};
use crate::error::Result;
use raw::Raw;

/// Spans and attributes of the business, resolved: no `ref`, `ref_group` or `extends` is left.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Registry {
    /// Sorted by key.
    attributes: Vec<AttributeConvention>,
    /// Sorted by type.
    spans: Vec<SpanConvention>,
}

impl Registry {
    /// Reads a registry that is written in several files, each with the name that errors give it.
    ///
    /// Both formats of OpenTelemetry Weaver are read, also side by side: v1 (`groups:`) and
    /// `file_format: definition/2`. A `ref` may name an attribute of any of the files or one of
    /// OpenTelemetry's own.
    ///
    /// # Errors
    ///
    /// The first mistake, with its file and line: what is not YAML or not a registry, a misspelt
    /// field, a wrong type, a key or id that is given twice, a reference to nothing, a cycle.
    pub fn read<'b>(
        files: impl IntoIterator<Item = (&'b str, &'b [u8])>,
    ) -> std::result::Result<Registry, ReadError> {
        let mut raw = Raw::default();
        for (name, bytes) in files {
            let file = Arc::from(name);
            read_file(&file, bytes, &mut raw)?;
        }
        let (attributes, spans) = resolve::resolve(raw)?;
        Ok(Registry { attributes, spans })
    }

    /// The attributes, sorted by key.
    pub fn attributes(&self) -> &[AttributeConvention] {
        &self.attributes
    }

    /// The spans, sorted by type.
    pub fn spans(&self) -> &[SpanConvention] {
        &self.spans
    }

    /// The attribute of exactly that key.
    pub fn attribute(&self, key: &str) -> Option<&AttributeConvention> {
        let found = self
            .attributes
            .binary_search_by(|attribute| attribute.key.as_str().cmp(key));
        found.ok().map(|i| &self.attributes[i])
    }

    /// The span of exactly that type.
    pub fn span(&self, span_type: &str) -> Option<&SpanConvention> {
        let found = self
            .spans
            .binary_search_by(|span| span.span_type.as_str().cmp(span_type));
        found.ok().map(|i| &self.spans[i])
    }
}

fn read_file(file: &Arc<str>, bytes: &[u8], raw: &mut Raw) -> Result<()> {
    let document = parse_yaml(file, decode(file, bytes)?)?;
    let fields = Fields::of(file, "a registry", &document)?;
    match fields.text("file_format")? {
        None => v1::read(&fields, raw),
        Some(format) if format.text == "definition/2" => v2::read(&fields, raw),
        Some(format) => Err(fields.error(
            format.line,
            format!(
                "the format `{}` is not read; accepted are `definition/2`, and `groups:` without `file_format`",
                crate::document::shown(format.text)
            ),
        )),
    }
}
