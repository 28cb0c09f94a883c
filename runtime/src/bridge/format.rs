//! Log lines of `tracing_subscriber::fmt` that name their trace.

use super::route::Entered;
use crate::context;
use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use std::fmt;
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::registry::LookupSpan;

/// An event format that adds `trace_id` and `span_id` to what another one writes.
///
/// The ids are those of the current OpenTelemetry span, whoever made it. A line outside of any
/// trace is left as it is. Source of the names: OpenTelemetry specification, "Trace Context in
/// non-OTLP Log Formats".
///
/// The other format writes into a buffer, which is no terminal: if you want colours, ask the
/// format itself for them, `Format::new(format().with_ansi(true))`.
#[derive(Clone, Debug)]
pub struct Format<F> {
    inner: F,
    json: bool,
}

impl<F> Format<F> {
    /// For lines of text: the ids stand at the end.
    pub fn new(inner: F) -> Self {
        Self { inner, json: false }
    }

    /// For lines that are JSON objects each, as those of `format().json()`: the ids are the first
    /// members.
    pub fn json(inner: F) -> Self {
        Self { inner, json: true }
    }
}

impl<S, N, F> FormatEvent<S, N> for Format<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        cx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let Some(span) = span_of(cx, event) else {
            return self.inner.format_event(cx, writer, event);
        };
        let mut line = String::new();
        self.inner.format_event(cx, Writer::new(&mut line), event)?;
        let (trace_id, span_id) = (span.trace_id(), span.span_id());
        match line.strip_prefix('{') {
            Some(members) if self.json => {
                let comma = if members.starts_with('}') { "" } else { "," };
                write!(
                    writer,
                    r#"{{"trace_id":"{trace_id}","span_id":"{span_id}"{comma}{members}"#
                )
            }
            _ => {
                let text = line.trim_end_matches('\n');
                let end = &line[text.len()..];
                write!(writer, "{text} trace_id={trace_id} span_id={span_id}{end}")
            }
        }
    }
}

/// The span that an event belongs to: the one it names, or the current one.
fn span_of<S, N>(cx: &FmtContext<'_, S, N>, event: &Event<'_>) -> Option<SpanContext>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    let named = || {
        let span = cx.span(event.parent()?)?;
        let extensions = span.extensions();
        Some(extensions.get::<Entered>()?.0.clone())
    };
    let span = if event.is_contextual() {
        context::with_current(|cx| cx.span().span_context().clone())
    } else {
        named()?
    };
    span.is_valid().then_some(span)
}
