//! What is known of a span when the code is compiled.
#![allow(missing_docs, reason = "hidden: written by the macro only")]

use crate::diagnostics::Place;
use crate::provider::Scope;
use opentelemetry::KeyValue;
use opentelemetry::trace::SpanKind;

/// A span's kind, constructible in a `static`.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// Where the parent comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The rule of `parent.rs`.
    Ambient,
    /// The context that `parent = ..` gave.
    Explicit,
    /// None: `root`.
    Root,
}

/// The value of an attribute that is the same for every span of a site.
#[derive(Clone, Copy, Debug)]
pub enum Constant {
    Str(&'static str),
    Int(i64),
    Float(f64),
    Bool(bool),
}

/// The parts of a [`Site`], by name; written by the macro.
#[derive(Debug)]
pub struct SiteParts {
    pub name: &'static str,
    pub kind: Kind,
    pub origin: Origin,
    /// Empty for a block, which has no path of its own.
    pub function: &'static str,
    pub file: &'static str,
    pub line: u32,
    /// Absent where the code is built without cargo.
    pub package: Option<&'static str>,
    pub version: Option<&'static str>,
    pub constants: &'static [(&'static str, Constant)],
}

/// The static part of a span; one `static` per annotated function.
#[derive(Debug)]
pub struct Site {
    parts: SiteParts,
    scope: Scope,
}

impl Site {
    /// Called in a `static`, so that a span costs no more than a reference.
    pub const fn new(parts: SiteParts) -> Self {
        let name = match parts.package {
            Some(package) => package,
            None => "unknown",
        };
        let version = match parts.version {
            Some(version) => version,
            None => "",
        };
        Self {
            scope: Scope::new(name, version),
            parts,
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.parts.name
    }

    pub(super) fn origin(&self) -> Origin {
        self.parts.origin
    }

    pub(super) fn scope(&self) -> Scope {
        self.scope
    }

    pub(super) fn place(&self) -> Place {
        Place::new(self.parts.file, self.parts.line)
    }

    pub(super) fn kind(&self) -> SpanKind {
        match self.parts.kind {
            Kind::Internal => SpanKind::Internal,
            Kind::Server => SpanKind::Server,
            Kind::Client => SpanKind::Client,
            Kind::Producer => SpanKind::Producer,
            Kind::Consumer => SpanKind::Consumer,
        }
    }

    /// The attributes that a sampler sees. Keys of `code.*`: semantic conventions,
    /// registry `code`.
    pub(super) fn attributes(&self) -> Vec<KeyValue> {
        let mut attributes = Vec::with_capacity(self.parts.constants.len() + 3);
        for &(key, value) in self.parts.constants {
            attributes.push(match value {
                Constant::Str(value) => KeyValue::new(key, value),
                Constant::Int(value) => KeyValue::new(key, value),
                Constant::Float(value) => KeyValue::new(key, value),
                Constant::Bool(value) => KeyValue::new(key, value),
            });
        }
        if !self.parts.function.is_empty() {
            attributes.push(KeyValue::new("code.function.name", self.parts.function));
        }
        attributes.push(KeyValue::new("code.file.path", self.parts.file));
        attributes.push(KeyValue::new(
            "code.line.number",
            i64::from(self.parts.line),
        ));
        attributes
    }
}
