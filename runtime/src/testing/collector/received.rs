//! What the collector hands out: one received span, one trace.

use std::collections::HashMap;

use opentelemetry::{Key, TraceId};
use opentelemetry_sdk::{Resource, trace::SpanData};

use crate::export::console::Span;
use crate::testing::{
    forest::{Forest, Roots, Seen},
    tree,
};

/// A span as it arrived, with the resource of the process that sent it.
///
/// The instrumentation scope is in [`SpanData::instrumentation_scope`].
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// `service.name` of the resource, or `unknown_service` where it has none.
    pub service: String,
    /// All attributes of the sending process.
    pub resource: Resource,
    /// The span, decoded from OTLP. Two kinds of values exist in OTLP and not in OpenTelemetry's
    /// API: bytes arrive as lower-case hexadecimal text, maps and mixed lists as text.
    pub span: SpanData,
}

impl Received {
    pub(super) fn new(resource: Resource, span: SpanData) -> Self {
        let service = resource
            .get(&Key::from_static_str("service.name"))
            .map_or_else(|| "unknown_service".to_owned(), |name| name.to_string());
        Self {
            service,
            resource,
            span,
        }
    }
}

impl<'a> From<&'a Received> for Seen<'a> {
    fn from(received: &'a Received) -> Self {
        Seen {
            span: &received.span,
            service: Some(&received.service),
            open: false,
            stray: false,
        }
    }
}

impl From<&Received> for Span {
    fn from(received: &Received) -> Self {
        Span::new(received.service.as_str(), received.span.clone())
    }
}

/// All received spans of one trace, in the order of their start.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The id that all its spans share.
    pub id: TraceId,
    /// The spans, the earliest first.
    pub spans: Vec<Received>,
}

impl Trace {
    /// The names of the services that took part, in the order of their first span.
    pub fn services(&self) -> Vec<&str> {
        let mut services = Vec::new();
        for received in &self.spans {
            if !services.contains(&received.service.as_str()) {
                services.push(received.service.as_str());
            }
        }
        services
    }

    /// The trace as stable text, without ids and times; see [`Collector::tree`](super::Collector::tree).
    pub fn tree(&self) -> String {
        let spans = self.spans.iter().map(Seen::from);
        tree::text(&Forest::new(spans, Roots::EntryPoints))
    }
}

/// Groups spans by trace: traces by their earliest span, spans by their start.
pub(super) fn group(spans: &[Received]) -> Vec<Trace> {
    let mut ordered: Vec<&Received> = spans.iter().collect();
    ordered
        .sort_by(|a, b| (a.span.start_time, &a.span.name).cmp(&(b.span.start_time, &b.span.name)));

    let mut places = HashMap::new();
    let mut traces: Vec<Trace> = Vec::new();
    for received in ordered {
        let id = received.span.span_context.trace_id();
        let place = *places.entry(id).or_insert_with(|| {
            traces.push(Trace {
                id,
                spans: Vec::new(),
            });
            traces.len() - 1
        });
        traces[place].spans.push(received.clone());
    }
    traces
}
