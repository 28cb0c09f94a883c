//! Which spans and events the bridge takes, and who of its two halves takes an event.
//!
//! tracing-opentelemetry adds an event to the innermost `tracing` span. That is the right one only
//! if nothing else was started inside of it, so each event is looked at: it goes there if that
//! span is OpenTelemetry's current one, else to whichever is.

use crate::context;
use opentelemetry::SpanId;
use opentelemetry::trace::TraceContextExt as _;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Filter};
use tracing_subscriber::registry::LookupSpan;

/// The crates that carry exports: what they tell may be about the exporter.
const TRANSPORTS: [&str; 8] = [
    "h2",
    "hyper",
    "hyper_util",
    "reqwest",
    "rustls",
    "tonic",
    "tower",
    "want",
];

/// From which level on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Levels {
    pub(super) events: LevelFilter,
    pub(super) spans: LevelFilter,
}

impl Levels {
    /// What is known of a callsite before it is ever reached.
    fn may_take(self, meta: &Metadata<'_>) -> bool {
        if meta.is_span() {
            *meta.level() <= self.spans
        } else {
            *meta.level() <= self.events && !is_transport(meta.target())
        }
    }

    /// Both halves must see the same spans, or they would not agree on the innermost one.
    fn take(self, meta: &Metadata<'_>) -> bool {
        self.may_take(meta)
            && context::is_available()
            && context::with_current(|cx| {
                let in_trace = || cx.span().span_context().is_valid();
                !cx.is_telemetry_suppressed()
                    && (meta.is_event() || !is_transport(meta.target()) || in_trace())
            })
    }

    fn interest(self, meta: &Metadata<'_>) -> Interest {
        if self.may_take(meta) {
            Interest::sometimes()
        } else {
            Interest::never()
        }
    }

    fn most(self) -> LevelFilter {
        self.events.max(self.spans)
    }
}

fn is_transport(target: &str) -> bool {
    let package = target.split("::").next().unwrap_or(target);
    TRANSPORTS.contains(&package) || package.starts_with("opentelemetry")
}

/// The OpenTelemetry span that a `tracing` span was current as.
#[derive(Debug)]
pub(super) struct Entered(pub(super) opentelemetry::trace::SpanContext);

/// True if the event is the business of tracing-opentelemetry.
fn is_of_tracing<S>(event: &Event<'_>, cx: &Context<'_, S>) -> bool
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    if !event.is_contextual() {
        // Its span was named: `parent: &span`.
        return true;
    }
    let Some(innermost) = cx.lookup_current() else {
        return false;
    };
    let extensions = innermost.extensions();
    extensions
        .get::<Entered>()
        .is_some_and(|Entered(span)| span.span_id() == current())
}

fn current() -> SpanId {
    context::with_current(|cx| cx.span().span_context().span_id())
}

/// Lets spans pass, and the events of `tracing` spans.
#[derive(Debug)]
pub(super) struct ToTracing(pub(super) Levels);

/// Lets spans pass, and the events of all other spans.
#[derive(Debug)]
pub(super) struct ToCurrent(pub(super) Levels);

macro_rules! filter {
    ($name:ident, $event:ident, $cx:ident => $takes:expr) => {
        impl<S> Filter<S> for $name
        where
            S: Subscriber + for<'a> LookupSpan<'a>,
        {
            fn enabled(&self, meta: &Metadata<'_>, _cx: &Context<'_, S>) -> bool {
                self.0.take(meta)
            }

            fn event_enabled(&self, $event: &Event<'_>, $cx: &Context<'_, S>) -> bool {
                $takes
            }

            fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
                self.0.interest(meta)
            }

            fn max_level_hint(&self) -> Option<LevelFilter> {
                Some(self.0.most())
            }
        }
    };
}
filter!(ToTracing, event, cx => is_of_tracing(event, cx));
filter!(ToCurrent, event, cx => !is_of_tracing(event, cx));

#[cfg(test)]
mod tests {
    use super::is_transport;

    #[test]
    fn a_transport_is_known_by_its_crate() {
        for target in [
            "h2::codec",
            "hyper",
            "tonic::transport",
            "opentelemetry_sdk",
        ] {
            assert!(is_transport(target), "{target}");
        }
        for target in ["h2o", "hypertext::page", "tower_http::trace", "sqlx::query"] {
            assert!(!is_transport(target), "{target}");
        }
    }
}
