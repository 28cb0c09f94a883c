//! The tracer of `tracing` spans: the seam, with a scope for each crate.

use crate::provider::{self, Scope};
use opentelemetry::global::BoxedSpan;
use opentelemetry::trace::{self, SpanBuilder};
use opentelemetry::{Context, KeyValue, Value};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// The scope of spans whose target says nothing, or comes too late.
const OTHER: Scope = Scope::new("tracing", "");

/// As many crates get a scope of their own: targets are free text, and scopes are kept for ever.
const MOST_SCOPES: usize = 1024;

/// Makes each span where its parent's context says that it is made.
#[derive(Debug)]
pub(super) struct Tracer;

impl trace::Tracer for Tracer {
    type Span = BoxedSpan;

    fn build_with_context(&self, mut builder: SpanBuilder, parent: &Context) -> BoxedSpan {
        let attributes = builder.attributes.as_mut();
        let target = attributes.and_then(take_target);
        let scope = target.map_or(OTHER, |target| scope(&target));
        provider::span(scope, builder, parent)
    }
}

/// The target, which is said by the scope; with it goes the name of the module, for which the
/// conventions have no attribute. The user's own fields come later, whatever their names.
fn take_target(attributes: &mut Vec<KeyValue>) -> Option<String> {
    let at = |attributes: &[KeyValue], key: &str| {
        let mut keys = attributes.iter().map(|kv| kv.key.as_str());
        keys.position(|known| known == key)
    };
    if let Some(module) = at(attributes, "code.module.name") {
        attributes.remove(module);
    }
    let target = at(attributes, "target")?;
    match attributes.remove(target).value {
        Value::String(target) => Some(target.as_str().to_owned()),
        _ => None,
    }
}

/// The scope of the crate that a target names.
fn scope(target: &str) -> Scope {
    static SCOPES: RwLock<Option<HashMap<&'static str, Scope>>> = RwLock::new(None);

    let package = target.split("::").next().unwrap_or(target);
    let known = SCOPES.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(scope) = known.as_ref().and_then(|known| known.get(package)) {
        return *scope;
    }
    drop(known);
    let mut known = SCOPES.write().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    if known.len() >= MOST_SCOPES {
        return OTHER;
    }
    let name: &'static str = Box::leak(package.into());
    *known.entry(name).or_insert(Scope::new(name, ""))
}
