//! The spans of a batch by instrumentation scope, as OTLP wants them.

use opentelemetry::InstrumentationScope;

use crate::provider::{Records, SpanView};

/// The spans of one scope, in the order in which they ended.
#[derive(Debug)]
pub(crate) struct OfScope<'a> {
    pub(crate) scope: &'a InstrumentationScope,
    pub(crate) spans: Vec<SpanView<'a>>,
}

/// Groups without a hash: there are a handful of scopes, and neighbours mostly share theirs.
pub(crate) fn by_scope(spans: &Records) -> Vec<OfScope<'_>> {
    let mut groups: Vec<OfScope<'_>> = Vec::new();
    let mut last = 0;
    for span in spans.iter() {
        let scope = span.scope();
        if groups.get(last).is_none_or(|group| group.scope != scope) {
            let known = groups.iter().position(|group| group.scope == scope);
            last = known.unwrap_or(groups.len());
            if known.is_none() {
                let spans = Vec::with_capacity(spans.len());
                groups.push(OfScope { scope, spans });
            }
        }
        groups[last].spans.push(span);
    }
    groups
}
