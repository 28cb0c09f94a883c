//! OpenTelemetry's `Context` by itself: what it costs to make a span current that is recorded
//! nowhere. No library for which that is the notion of "current" can be faster.

use std::borrow::Cow;
use std::hint::black_box;
use std::sync::atomic::AtomicU64;
use std::time::SystemTime;

use opentelemetry::trace::{
    Span, SpanContext, SpanId, Status, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{Context, KeyValue};

use crate::mode::Mode;
use crate::subject::{Subject, add};

static ARRIVED: AtomicU64 = AtomicU64::new(0);

/// Remembers who it is, and nothing else.
struct Bare(SpanContext);

impl Span for Bare {
    fn add_event_with_timestamp<T: Into<Cow<'static, str>>>(
        &mut self,
        _: T,
        _: SystemTime,
        _: Vec<KeyValue>,
    ) {
    }

    fn span_context(&self) -> &SpanContext {
        &self.0
    }

    fn is_recording(&self) -> bool {
        false
    }

    fn set_attribute(&mut self, _: KeyValue) {}

    fn set_status(&mut self, _: Status) {}

    fn update_name<T: Into<Cow<'static, str>>>(&mut self, _: T) {}

    fn add_link(&mut self, _: SpanContext, _: Vec<KeyValue>) {}

    fn end_with_timestamp(&mut self, _: SystemTime) {}
}

fn current<R>(n: usize, f: impl FnOnce() -> R) -> R {
    let cx = Context::map_current(|cx| {
        let is = SpanContext::new(
            TraceId::from(1),
            SpanId::from(n as u64 + 1),
            TraceFlags::SAMPLED,
            false,
            TraceState::NONE,
        );
        cx.with_span(Bare(is))
    });
    let _attached = cx.attach();
    f()
}

fn root(f: &mut dyn FnMut()) {
    current(0, f);
    add(&ARRIVED, 1);
}

fn plain(spans: usize) {
    for n in 0..spans {
        current(n, || black_box(n));
    }
    // There is nothing to arrive.
    add(&ARRIVED, spans);
}

fn deep(spans: usize) {
    current(spans, || {
        if spans > 1 {
            deep(black_box(spans - 1));
        }
    });
    add(&ARRIVED, 1);
}

pub const SUBJECT: Subject = Subject {
    name: "OpenTelemetry's context alone, no span",
    modes: &[Mode::Exported],
    set_up: |_| {},
    root,
    plain,
    two: None,
    ten: None,
    error: None,
    awaits: None,
    deep,
    flush: || {},
    arrived: &ARRIVED,
};
