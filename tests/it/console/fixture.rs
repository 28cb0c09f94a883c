//! Spans made by hand, on a clock of their own: microseconds after a fixed moment.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use traced::export::console::Span;
use traced::opentelemetry::trace::{
    Event, Link, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use traced::opentelemetry::{InstrumentationScope, Key, KeyValue, Value};

pub(crate) const TRACE: u128 = 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736;

/// Builds one span; it ends with `.of("service")`.
pub(crate) struct Made(SpanData);

pub(crate) fn context(trace: u128, id: u64) -> SpanContext {
    let (trace, id) = (TraceId::from(trace), SpanId::from(id));
    SpanContext::new(trace, id, TraceFlags::SAMPLED, false, TraceState::default())
}

pub(crate) fn at(microseconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_hours(500_000) + Duration::from_micros(microseconds)
}

/// A span of [`TRACE`] from `start` to `end` below `parent` (0: none).
pub(crate) fn span(
    id: u64,
    parent: u64,
    name: impl Into<Cow<'static, str>>,
    start: u64,
    end: u64,
) -> Made {
    Made(SpanData {
        span_context: context(TRACE, id),
        parent_span_id: SpanId::from(parent),
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: name.into(),
        start_time: at(start),
        end_time: at(end),
        attributes: Vec::new(),
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::builder("fixture").build(),
    })
}

impl Made {
    pub(crate) fn kind(mut self, kind: SpanKind) -> Self {
        self.0.span_kind = kind;
        self
    }

    pub(crate) fn trace(mut self, trace: u128) -> Self {
        self.0.span_context = context(
            trace,
            u64::from_be_bytes(self.0.span_context.span_id().to_bytes()),
        );
        self
    }

    pub(crate) fn remote_parent(mut self) -> Self {
        self.0.parent_span_is_remote = true;
        self
    }

    pub(crate) fn with(mut self, key: impl Into<Key>, value: impl Into<Value>) -> Self {
        self.0.attributes.push(KeyValue::new(key, value));
        self
    }

    pub(crate) fn error(mut self, error_type: &'static str, description: &'static str) -> Self {
        self.0.status = Status::error(description);
        self.with("error.type", error_type)
    }

    pub(crate) fn event(
        mut self,
        name: &'static str,
        time: u64,
        attributes: Vec<KeyValue>,
    ) -> Self {
        self.0
            .events
            .events
            .push(Event::new(name, at(time), attributes, 0));
        self
    }

    pub(crate) fn link(mut self, trace: u128, id: u64) -> Self {
        self.0
            .links
            .links
            .push(Link::with_context(context(trace, id)));
        self
    }

    pub(crate) fn of(self, service: &'static str) -> Span {
        Span::new(service, self.0)
    }

    pub(crate) fn data(self) -> SpanData {
        self.0
    }
}

/// A checkout over three services: calls in both protocols, a query, a failure told up through
/// two services, a cancelled call, an orphan, a timer after the response.
pub(crate) fn checkout() -> Vec<Span> {
    [gateway(), order(), stock(), aftermath()].concat()
}

fn gateway() -> Vec<Span> {
    vec![
        span(1, 0xa1, "POST /checkout", 0, 148_200)
            .remote_parent()
            .kind(SpanKind::Server)
            .with("http.request.method", "POST")
            .with("http.route", "/checkout")
            .with("url.path", "/checkout")
            .with("url.scheme", "http")
            .with("http.response.status_code", 409)
            .with("user_agent.original", "curl/8")
            .of("gateway"),
        span(2, 1, "POST", 1_100, 147_300)
            .kind(SpanKind::Client)
            .with("http.request.method", "POST")
            .with("url.full", "http://127.0.0.1:4001/orders")
            .with("server.address", "127.0.0.1")
            .with("server.port", 4001)
            .with("http.response.status_code", 409)
            .error("409", "")
            .of("gateway"),
    ]
}

fn order() -> Vec<Span> {
    vec![
        span(3, 2, "POST /orders", 2_400, 146_000)
            .kind(SpanKind::Server)
            .with("http.request.method", "POST")
            .with("http.route", "/orders")
            .with("http.response.status_code", 409)
            .of("orders"),
        span(4, 3, "order.place", 2_700, 145_800)
            .with("code.function.name", "orders::place")
            .with("order.id", "o-7f3a")
            .with("customer.id", "c-91")
            .with("order.items", 3)
            .with("order.total", 129.5)
            .error("OutOfStock", "only 2 of sku-7 left")
            .of("orders"),
        span(5, 4, "order.validate", 2_900, 3_350).of("orders"),
        span(11, 4, "INSERT orders", 90_000, 93_800)
            .kind(SpanKind::Client)
            .with("db.system.name", "sqlite")
            .with(
                "db.query.text",
                "INSERT INTO orders (id, customer, total)\n  VALUES (?, ?, ?)",
            )
            .with("db.operation.name", "INSERT")
            .with("db.collection.name", "orders")
            .of("orders"),
        span(12, 4, "send_confirmation", 94_000, 139_000)
            .event(
                "mail queued",
                95_200,
                vec![KeyValue::new("queue", "outbox")],
            )
            .with("mail.to", "3 recipients")
            .of("orders"),
    ]
}

fn stock() -> Vec<Span> {
    vec![
        span(6, 4, "shop.Inventory/Watch", 4_000, 54_000)
            .kind(SpanKind::Client)
            .with("rpc.system.name", "grpc")
            .with("rpc.method", "shop.Inventory/Watch")
            .with("server.address", "127.0.0.1")
            .with("server.port", 4002)
            .with("traced.cancelled", true)
            .of("orders"),
        span(7, 6, "shop.Inventory/Watch", 5_000, 55_500)
            .kind(SpanKind::Server)
            .with("rpc.system.name", "grpc")
            .with("rpc.method", "shop.Inventory/Watch")
            .with("traced.cancelled", true)
            .of("inventory"),
        span(8, 4, "shop.Inventory/Reserve", 56_000, 81_000)
            .kind(SpanKind::Client)
            .with("rpc.system.name", "grpc")
            .with("rpc.method", "shop.Inventory/Reserve")
            .with("rpc.response.status_code", "RESOURCE_EXHAUSTED")
            .with("server.address", "127.0.0.1")
            .with("server.port", 4002)
            .error("RESOURCE_EXHAUSTED", "only 2 of sku-7 left")
            .of("orders"),
        span(9, 8, "shop.Inventory/Reserve", 57_000, 80_000)
            .kind(SpanKind::Server)
            .with("rpc.system.name", "grpc")
            .with("rpc.method", "shop.Inventory/Reserve")
            .with("rpc.response.status_code", "RESOURCE_EXHAUSTED")
            .of("inventory"),
        span(10, 9, "stock.reserve", 57_400, 79_400)
            .with("sku", "sku-7")
            .with("quantity", 5)
            .error("OutOfStock", "only 2 of sku-7 left")
            .event(
                "exception",
                79_000,
                vec![
                    KeyValue::new("exception.type", "inventory::OutOfStock"),
                    KeyValue::new("exception.message", "only 2 of sku-7 left"),
                    KeyValue::new(
                        "exception.stacktrace",
                        "only 2 of sku-7 left\nCaused by: stock level 2 is below 5",
                    ),
                ],
            )
            .of("inventory"),
    ]
}

fn aftermath() -> Vec<Span> {
    vec![
        span(13, 4, "reservation.release", 171_000, 173_000)
            .error(
                "panic",
                "index out of bounds: the len is 2 but the index is 7",
            )
            .link(
                0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c,
                0xb7ad_6b71_6920_3331,
            )
            .of("orders"),
        span(14, 0xdead, "audit.write", 120_000, 131_000)
            .with("audit.kind", "order")
            .of("orders"),
    ]
}
