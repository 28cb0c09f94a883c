//! The bridge to `tracing`: one trace, whoever makes its spans, and log lines that name it.
//!
//! - A `tracing` event inside of a traced function becomes an event of that function's span.
//! - A `tracing` span, of a library or of your own `#[instrument]`, is a span of the same trace:
//!   a child of what is current where it is made, and the parent of what starts inside of it.
//! - [`Format`] writes `trace_id` and `span_id` into the lines of `tracing_subscriber::fmt`.
//!
//! ```
//! use tracing_subscriber::prelude::*;
//!
//! let lines = tracing_subscriber::fmt::format();
//! let subscriber = tracing_subscriber::registry()
//!     .with(traced::bridge::layer())
//!     .with(tracing_subscriber::fmt::layer().event_format(traced::bridge::Format::new(lines)));
//! # drop(subscriber);
//! ```
//!
//! The spans of `tracing` are made by tracing-opentelemetry, whose extension trait
//! `OpenTelemetrySpanExt` works on them, on the provider of this crate. Their instrumentation scope
//! is the crate that their target names.
//!
//! # What stays out
//!
//! | | because |
//! |---|---|
//! | all that happens where telemetry is suppressed, as on the threads of an exporter | exporting must not make spans to export |
//! | events of HTTP and gRPC transports, and of OpenTelemetry itself | they tell of the exporter, too, if it runs on the application's runtime |
//! | spans of such transports outside of any trace | a connection's own task would begin a trace for each exported batch |
//! | an event without a span around it | there is nothing to add it to; it is a line of the log |
//!
//! The status of a traced function is its outcome, whatever is logged. That of a `tracing` span
//! is Error after an event of level ERROR, as tracing-opentelemetry has it.
//!
//! An exporter that is given to the SDK's `SimpleSpanProcessor` runs on the thread on which a span
//! ends, behind that processor's lock. If it logs by `tracing`, or sends by a client that makes spans,
//! outside of a scope of `Context::enter_telemetry_suppressed_scope`, these come back to the processor
//! and wait for the lock that their own thread holds. Use the SDK's batch processor, or
//! [`Builder::exporter`](crate::setup::Builder::exporter), which suppresses telemetry where it exports.

mod events;
mod format;
mod route;
mod tracer;

pub use format::Format;

use self::events::Events;
use self::route::{Levels, ToCurrent, ToTracing};
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::registry::LookupSpan;

/// The bridge, for spans and events of level INFO and above.
///
/// It belongs on a `tracing_subscriber` registry, beside other layers in any order.
pub fn layer<S>() -> impl Layer<S> + Send + Sync + use<S>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    builder().layer()
}

/// The bridge, with levels of its own.
///
/// ```
/// use tracing::level_filters::LevelFilter;
/// use tracing_subscriber::prelude::*;
///
/// let bridge = traced::bridge::builder()
///     .events(LevelFilter::WARN)
///     .spans(LevelFilter::DEBUG);
/// let subscriber = tracing_subscriber::registry().with(bridge.layer());
/// # drop(subscriber);
/// ```
pub fn builder() -> Builder {
    Builder {
        levels: Levels {
            events: LevelFilter::INFO,
            spans: LevelFilter::INFO,
        },
    }
}

/// Settings of the bridge; made by [`builder`].
#[derive(Clone, Copy, Debug)]
#[must_use = "call `.layer()`"]
pub struct Builder {
    levels: Levels,
}

impl Builder {
    /// Which `tracing` events become events of spans; INFO and above if this is not called.
    pub fn events(mut self, level: impl Into<LevelFilter>) -> Self {
        self.levels.events = level.into();
        self
    }

    /// Which `tracing` spans become spans; INFO and above if this is not called.
    pub fn spans(mut self, level: impl Into<LevelFilter>) -> Self {
        self.levels.spans = level.into();
        self
    }

    /// The layer. A filter of your own goes around it: `.layer().with_filter(..)`.
    pub fn layer<S>(self) -> impl Layer<S> + Send + Sync + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        // Threads, targets and idle times are attributes that no convention knows.
        let spans = tracing_opentelemetry::layer()
            .with_tracer(tracer::Tracer)
            .with_threads(false)
            .with_tracked_inactivity(false)
            // The tracer reads it, and takes it away.
            .with_target(true)
            .with_context_activation(true);
        // In this order: a span is current when the second layer is told that it was entered.
        spans
            .with_filter(ToTracing(self.levels))
            .and_then(Events.with_filter(ToCurrent(self.levels)))
    }
}
