//! The collector against OpenTelemetry's own encoders, over both transports.

use std::time::{Duration, SystemTime};

use opentelemetry_proto::{
    tonic::collector::trace::v1::{
        ExportTraceServiceRequest, trace_service_client::TraceServiceClient,
    },
    transform::{common::tonic::ResourceAttributesWithSchema, trace::tonic as transform},
};
use opentelemetry_sdk::{
    Resource,
    trace::{SpanData, SpanEvents, SpanLinks},
};
use prost::Message as _;
use traced::export::console::Style;
use traced::opentelemetry::{
    Array, InstrumentationScope, KeyValue, Value,
    trace::{Event, Link, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState},
};
use traced::testing::Collector;

use traced_tests::spans::{SpanBuilder, span};

const DEADLINE: Duration = Duration::from_secs(20);

pub(crate) fn request(service: &str, spans: Vec<SpanData>) -> ExportTraceServiceRequest {
    let resource = Resource::builder_empty()
        .with_service_name(service.to_owned())
        .with_attribute(KeyValue::new("host.name", "test"))
        .build();
    let resource = ResourceAttributesWithSchema::from(&resource);
    ExportTraceServiceRequest {
        resource_spans: transform::group_spans_by_resource_and_scope(spans, &resource),
    }
}

pub(crate) async fn post(collector: &Collector, body: Vec<u8>) -> reqwest::Response {
    traced_tests::http::client()
        .post(format!("{}/v1/traces", collector.http_endpoint()))
        .header("content-type", "application/x-protobuf")
        .body(body)
        .send()
        .await
        .expect("the collector answers")
}

/// A span that uses every field which OTLP can carry.
fn full() -> SpanData {
    let state = TraceState::from_key_value([("vendor", "value")]).expect("a valid state");
    let start = SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, 123_456_789);
    let mut events = SpanEvents::default();
    events.events = vec![Event::new("tick", start, vec![KeyValue::new("n", 1)], 2)];
    events.dropped_count = 3;
    let mut links = SpanLinks::default();
    let linked = SpanContext::new(
        TraceId::from(77),
        SpanId::from(78),
        TraceFlags::SAMPLED,
        true,
        TraceState::NONE,
    );
    links.links = vec![Link::new(linked, vec![KeyValue::new("why", "retry")], 4)];
    links.dropped_count = 5;
    SpanData {
        span_context: SpanContext::new(
            TraceId::from(1),
            SpanId::from(2),
            TraceFlags::SAMPLED,
            false,
            state,
        ),
        parent_span_id: SpanId::from(9),
        parent_span_is_remote: true,
        span_kind: SpanKind::Consumer,
        name: "take order".into(),
        start_time: start,
        end_time: start + Duration::from_nanos(1),
        attributes: vec![
            KeyValue::new("text", "ä"),
            KeyValue::new("int", i64::MIN),
            KeyValue::new("float", 0.5),
            KeyValue::new("flag", true),
            KeyValue::new("ints", Value::Array(Array::I64(vec![1, 2]))),
            KeyValue::new("flags", Value::Array(Array::Bool(vec![true]))),
            KeyValue::new("floats", Value::Array(Array::F64(vec![1.5]))),
            KeyValue::new("texts", Value::Array(Array::String(vec!["a".into()]))),
        ],
        dropped_attributes_count: 6,
        events,
        links,
        status: Status::error("no stock"),
        instrumentation_scope: InstrumentationScope::builder("shop")
            .with_version("1.2.3")
            .with_schema_url("https://example.org/schema")
            .with_attributes([KeyValue::new("lib", true)])
            .build(),
    }
}

#[tokio::test]
async fn every_field_survives_http() {
    let collector = Collector::start().expect("starts");
    let response = post(&collector, request("shop", vec![full()]).encode_to_vec()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/x-protobuf");

    let received = collector.spans();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].service, "shop");
    assert_eq!(
        received[0].resource.get(&"host.name".into()),
        Some(Value::from("test"))
    );
    assert_eq!(received[0].span, full());
}

#[tokio::test]
async fn every_field_survives_grpc() {
    let collector = Collector::start().expect("starts");
    let mut client = TraceServiceClient::connect(collector.grpc_endpoint())
        .await
        .expect("connects");
    let response = client.export(request("shop", vec![full()])).await;
    assert_eq!(
        response.expect("accepted").into_inner().partial_success,
        None
    );
    assert_eq!(collector.spans()[0].span, full());
}

#[test]
fn it_serves_tests_that_have_no_runtime() {
    let collector = Collector::start().expect("starts");
    let endpoint = collector.grpc_endpoint();
    let sender = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut client = TraceServiceClient::connect(endpoint)
                .await
                .expect("connects");
            for id in 1..=3 {
                let batch = request("shop", vec![span("step").id(id).build()]);
                client.export(batch).await.expect("accepted");
            }
        });
    });
    let spans = collector.wait_for_spans(3, DEADLINE).expect("all arrive");
    assert_eq!(spans.len(), 3);
    sender.join().expect("no panic");
}

#[test]
fn a_deadline_says_what_did_arrive() {
    let collector = Collector::start().expect("starts");
    let none = collector.wait_for_spans(1, Duration::ZERO).unwrap_err();
    assert_eq!(none.to_string(), "not arrived within 0ns; no span came");

    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let batch = request("shop", vec![span("GET /").kind(SpanKind::Server).build()]);
    runtime.block_on(post(&collector, batch.encode_to_vec()));
    let one = collector
        .wait_for_spans(2, Duration::from_millis(1))
        .unwrap_err();
    assert_eq!(
        one.to_string(),
        "not arrived within 1ms; 1 span came:\nGET / [server] @shop\n"
    );
    assert_eq!(one.spans.len(), 1);
}

#[tokio::test]
async fn dropping_it_closes_the_ports_and_ends_waiting_clients() {
    let collector = Collector::builder()
        .respond(|_| traced::testing::Reply::Silence)
        .start()
        .expect("starts");
    let http = collector.http_endpoint();
    let client = traced_tests::http::client();
    let waiting = client
        .post(format!("{http}/v1/traces"))
        .header("content-type", "application/x-protobuf")
        .body(request("shop", vec![full()]).encode_to_vec());
    let waiting = tokio::spawn(waiting.send());
    let seen = tokio::task::spawn_blocking(move || {
        while collector.counts().requests == 0 {
            std::thread::yield_now();
        }
        drop(collector);
    });
    tokio::time::timeout(DEADLINE, seen)
        .await
        .expect("in time")
        .expect("no panic");
    let answer = tokio::time::timeout(DEADLINE, waiting)
        .await
        .expect("in time");
    assert!(answer.expect("no panic").is_err(), "the connection is gone");
    assert!(client.get(http).send().await.is_err(), "the port is closed");
}

#[test]
fn traces_are_merged_over_services() {
    let collector = Collector::start().expect("starts");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let send = |service: &str, spans: Vec<SpanBuilder>| {
        let spans = spans.into_iter().map(SpanBuilder::build).collect();
        let body = request(service, spans).encode_to_vec();
        let response = runtime.block_on(post(&collector, body));
        assert_eq!(response.status(), 200);
    };
    send(
        "orders",
        vec![
            span("POST /orders")
                .id(3)
                .remote_parent(2)
                .kind(SpanKind::Server),
            span("order.place").id(4).parent(3).attribute("order.id", 7),
        ],
    );
    send(
        "gateway",
        vec![
            span("GET /other").trace(2).id(9).kind(SpanKind::Server),
            span("POST /checkout")
                .id(1)
                .remote_parent(100)
                .kind(SpanKind::Server),
            span("POST")
                .id(2)
                .parent(1)
                .kind(SpanKind::Client)
                .status(Status::error("503")),
        ],
    );

    let traces = collector.traces();
    let shape: Vec<(Vec<&str>, usize)> = traces
        .iter()
        .map(|trace| (trace.services(), trace.spans.len()))
        .collect();
    assert_eq!(
        shape,
        [(vec!["gateway", "orders"], 4), (vec!["gateway"], 1)]
    );
    assert_eq!(
        traces[0].tree(),
        "\
POST /checkout [server] @gateway continued
  POST [client] error \"503\"
    POST /orders [server] @orders
      order.place {order.id=7}
"
    );
    assert_eq!(collector.orphans(), []);

    let picture = collector.render(&Style::new(100));
    for name in [
        "gateway",
        "POST /checkout",
        "POST /orders",
        "order.place",
        "503",
        "GET /other",
    ] {
        assert!(picture.contains(name), "{name} is missing:\n{picture}");
    }
}

#[test]
fn orphans_are_found_by_their_definition() {
    let collector = Collector::start().expect("starts");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let spans = vec![
        // A trace handed in from outside, which lost a span of its own and one of another service.
        span("entry")
            .trace(1)
            .id(1)
            .remote_parent(100)
            .kind(SpanKind::Server),
        span("again")
            .trace(1)
            .id(2)
            .remote_parent(100)
            .kind(SpanKind::Server),
        span("lost local parent").trace(1).id(3).parent(50),
        span("lost remote parent")
            .trace(1)
            .id(4)
            .remote_parent(51)
            .kind(SpanKind::Server),
        span("child of an orphan").trace(1).id(5).parent(3),
        // A trace that began here cannot have been handed in.
        span("root").trace(2).id(6).kind(SpanKind::Server),
        span("lost remote parent of a rooted trace")
            .trace(2)
            .id(7)
            .remote_parent(52),
        // Roots that are internal: one by accident, one on purpose.
        span("internal").trace(3).id(8),
        span("tick").trace(4).id(9).link(1, 1),
        // Traced functions say themselves which of the two they are.
        span("job")
            .trace(6)
            .id(12)
            .attribute("code.function.name", "job"),
        span("lost step")
            .trace(7)
            .id(13)
            .attribute("code.function.name", "step")
            .attribute("traced.orphan", true),
        // Impossible input: each the other's parent.
        span("cycle").trace(5).id(10).parent(11),
        span("cycle too").trace(5).id(11).parent(10),
    ];
    let spans = spans.into_iter().map(SpanBuilder::build).collect();
    runtime.block_on(post(&collector, request("shop", spans).encode_to_vec()));

    let orphans = collector.orphans();
    let names: Vec<&str> = orphans.iter().map(|orphan| &*orphan.span.name).collect();
    assert_eq!(
        names,
        [
            "lost local parent",
            "lost remote parent",
            "lost remote parent of a rooted trace",
            "internal",
            "lost step",
            "cycle",
        ]
    );
    assert_eq!(
        collector.tree(),
        "\
entry [server] @shop continued
again [server] @shop continued
lost local parent @shop orphan
  child of an orphan
lost remote parent [server] @shop orphan
root [server] @shop
lost remote parent of a rooted trace @shop orphan
internal @shop orphan
tick @shop
  ~ link to entry
job @shop
lost step @shop orphan
cycle @shop orphan
  cycle too
"
    );
}
