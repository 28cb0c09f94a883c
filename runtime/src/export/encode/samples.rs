//! Spans with everything in them, for the tests of the formats.

use std::time::{Duration, SystemTime};

use opentelemetry::trace::{
    Event, Link, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{Array, InstrumentationScope, KeyValue, Value};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

/// Numbers that look random and are the same in each run.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn small(&mut self) -> u32 {
        u32::try_from(self.below(3)).unwrap()
    }

    fn text(&mut self) -> String {
        let length = match self.below(200) {
            0 => 20_000,
            1..20 => 150,
            n => n % 8,
        };
        let chars = ['a', 'Z', '"', '\\', '\n', '\u{7}', 'ü', '漢', '🦀'];
        (0..length)
            .map(|_| chars[usize::try_from(self.below(9)).unwrap()])
            .collect()
    }

    fn many<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(4)).map(|_| make(self)).collect()
    }

    /// Finite and not extreme, for the library reads no others from JSON exactly.
    fn float(&mut self) -> f64 {
        match self.below(5) {
            0 => 0.0,
            1 => -0.0,
            2 => -1.5e10,
            _ => f64::from(u32::try_from(self.below(1000)).unwrap()) / 8.0,
        }
    }

    fn value(&mut self) -> Value {
        match self.below(8) {
            0 => Value::Bool(self.below(2) == 0),
            1 => Value::I64(self.next().cast_signed()),
            2 => Value::F64(self.float()),
            3 => Value::Array(Array::Bool(self.many(|r| r.below(2) == 0))),
            4 => Value::Array(Array::I64(self.many(|r| r.next().cast_signed()))),
            5 => Value::Array(Array::F64(self.many(Self::float))),
            6 => Value::Array(Array::String(self.many(|r| r.text().into()))),
            _ => Value::String(self.text().into()),
        }
    }

    fn attributes(&mut self) -> Vec<KeyValue> {
        self.many(|r| KeyValue::new(format!("key.{}", r.text()), r.value()))
    }

    fn context(&mut self) -> SpanContext {
        let state = match self.below(2) {
            0 => TraceState::NONE,
            _ => TraceState::from_key_value([("vendor", "1"), ("other", "2")]).unwrap(),
        };
        SpanContext::new(
            TraceId::from(u128::from(self.next()) << 64 | 1),
            SpanId::from(self.next() | 1),
            TraceFlags::new(u8::try_from(self.below(4)).unwrap()),
            self.below(2) == 0,
            state,
        )
    }

    fn time(&mut self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_nanos(self.below(u64::MAX / 2))
    }

    fn scope(&mut self) -> InstrumentationScope {
        let scope = InstrumentationScope::builder(["a", "b", "c"][self.small() as usize]);
        match self.below(3) {
            0 => scope.build(),
            1 => scope
                .with_version("1.2")
                .with_schema_url("http://s")
                .build(),
            _ => scope.with_attributes([KeyValue::new("x", 1)]).build(),
        }
    }

    pub(super) fn span(&mut self) -> SpanData {
        let mut events = SpanEvents::default();
        events.events = self.many(|r| {
            let (name, time) = (r.text(), r.time());
            let attributes = r.attributes();
            Event::new(name, time, attributes, r.small())
        });
        events.dropped_count = self.small();
        let mut links = SpanLinks::default();
        links.links = self.many(|r| {
            let cx = r.context();
            let attributes = r.attributes();
            Link::new(cx, attributes, r.small())
        });
        links.dropped_count = self.small();
        SpanData {
            span_context: self.context(),
            parent_span_id: match self.below(2) {
                0 => SpanId::INVALID,
                _ => SpanId::from(self.next()),
            },
            parent_span_is_remote: self.below(2) == 0,
            span_kind: [
                SpanKind::Internal,
                SpanKind::Server,
                SpanKind::Client,
                SpanKind::Producer,
                SpanKind::Consumer,
            ][usize::try_from(self.below(5)).unwrap()]
            .clone(),
            name: self.text().into(),
            start_time: self.time(),
            end_time: self.time(),
            attributes: self.attributes(),
            dropped_attributes_count: self.small(),
            events,
            links,
            status: match self.below(4) {
                0 => Status::Ok,
                1 => Status::error(self.text()),
                _ => Status::Unset,
            },
            instrumentation_scope: self.scope(),
        }
    }

    pub(super) fn spans(&mut self) -> Vec<SpanData> {
        (0..self.below(20)).map(|_| self.span()).collect()
    }

    pub(super) fn resource(&mut self) -> Resource {
        Resource::builder_empty()
            .with_schema_url(self.attributes(), "http://schema")
            .with_service_name(self.text())
            .build()
    }
}
