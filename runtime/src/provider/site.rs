//! What is known of a span when the code is compiled.
#![allow(missing_docs, reason = "hidden: written by the macro only")]

use super::Scope;
use crate::diagnostics::Place;
use opentelemetry::trace::SpanKind;
use opentelemetry::{InstrumentationScope, KeyValue};
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;

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
    // Boxed: a program has room for every function's site, and most hardly ever run.
    exported: OnceLock<Box<Exported>>,
    /// Its number, once it has one, plus 1.
    #[cfg_attr(
        not(feature = "setup"),
        allow(dead_code, reason = "only a provider of ours tells sites by number")
    )]
    pub(super) number: AtomicU32,
}
/// What every span of a site has in common, as exporters and samplers want it: made once,
/// and merged into a span when it is exported, not when it starts.
#[derive(Debug)]
struct Exported {
    attributes: Box<[KeyValue]>,
    scope: InstrumentationScope,
}

impl Site {
    /// Called in a `static`, so that a span costs no more than a reference.
    pub const fn new(parts: SiteParts) -> Self {
        Self {
            parts,
            exported: OnceLock::new(),
            number: AtomicU32::new(0),
        }
    }

    fn scope(&self) -> Scope {
        let SiteParts {
            package, version, ..
        } = self.parts;
        Scope::new(package.unwrap_or("unknown"), version.unwrap_or_default())
    }

    fn exported(&self) -> &Exported {
        self.exported.get_or_init(|| {
            Box::new(Exported {
                attributes: self.build_attributes(),
                scope: self.scope().to_otel(),
            })
        })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.parts.name
    }

    pub(crate) fn origin(&self) -> Origin {
        self.parts.origin
    }

    pub(crate) fn place(&self) -> Place {
        Place::new(self.parts.file, self.parts.line)
    }

    pub(crate) fn kind(&self) -> SpanKind {
        match self.parts.kind {
            Kind::Internal => SpanKind::Internal,
            Kind::Server => SpanKind::Server,
            Kind::Client => SpanKind::Client,
            Kind::Producer => SpanKind::Producer,
            Kind::Consumer => SpanKind::Consumer,
        }
    }

    /// How many attributes every span of this site has.
    pub(crate) fn attribute_count(&self) -> usize {
        self.parts.constants.len() + 2 + usize::from(!self.parts.function.is_empty())
    }

    /// The attributes that every span of this site has. Keys of `code.*`: semantic
    /// conventions, registry `code`.
    pub(crate) fn attributes(&self) -> &[KeyValue] {
        &self.exported().attributes
    }

    /// The package, as OpenTelemetry's scope.
    pub(crate) fn otel_scope(&self) -> &InstrumentationScope {
        &self.exported().scope
    }

    fn build_attributes(&self) -> Box<[KeyValue]> {
        let mut attributes = Vec::with_capacity(self.attribute_count());
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
        attributes.into()
    }
}
