//! What the collector does with bad input, too much input, and when told to answer badly.

use std::time::Duration;

use opentelemetry_proto::tonic::{
    collector::trace::v1::{ExportTraceServiceResponse, trace_service_client::TraceServiceClient},
    common::v1::{AnyValue, ArrayValue, KeyValue, KeyValueList, any_value},
};
use prost::Message as _;
use traced::testing::{Collector, Reply};
use traced_tests::spans::span;

use super::collector::{post, request};

/// The text in a `google.rpc.Status` body.
async fn reason(response: reqwest::Response) -> String {
    #[derive(Clone, PartialEq, prost::Message)]
    struct RpcStatus {
        #[prost(string, tag = "2")]
        message: String,
    }
    let body = response.bytes().await.expect("a body");
    RpcStatus::decode(body).expect("a status").message
}

#[tokio::test]
async fn malformed_bodies_are_answered_400_and_counted() {
    let collector = Collector::start().expect("starts");
    let response = post(&collector, b"{\"resourceSpans\":[]}".to_vec()).await;
    assert_eq!(response.status(), 400);
    let text = reason(response).await;
    assert!(
        text.starts_with("not an ExportTraceServiceRequest: "),
        "{text}"
    );

    let mut short_id = request("shop", vec![span("broken").id(1).build()]);
    short_id.resource_spans[0].scope_spans[0].spans[0].trace_id = vec![1, 2, 3];
    let response = post(&collector, short_id.encode_to_vec()).await;
    assert_eq!(response.status(), 400);
    assert_eq!(
        reason(response).await,
        "span \"broken\": a trace id of 3 bytes instead of 16"
    );

    let mut zero_id = request("shop", vec![span("broken").id(1).build()]);
    zero_id.resource_spans[0].scope_spans[0].spans[0].span_id = vec![0; 8];
    let mut client = TraceServiceClient::connect(collector.grpc_endpoint())
        .await
        .expect("connects");
    let status = client.export(zero_id).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::InvalidArgument);
    assert_eq!(status.message(), "span \"broken\": a span id of zeros");

    let counts = collector.counts();
    assert_eq!((counts.requests, counts.malformed, counts.kept), (3, 3, 0));
    assert_eq!(collector.spans(), []);
}

#[tokio::test]
async fn other_encodings_are_refused_with_the_reason() {
    let collector = Collector::start().expect("starts");
    let client = traced_tests::http::client();
    let url = format!("{}/v1/traces", collector.http_endpoint());
    let json = client.post(&url).header("content-type", "application/json");
    let response = json.body("{}").send().await.expect("an answer");
    assert_eq!(response.status(), 415);
    assert_eq!(
        reason(response).await,
        "content type application/json: the test collector takes application/x-protobuf"
    );
    assert_eq!(collector.counts().malformed, 1);
}

#[tokio::test]
async fn what_does_not_fit_is_counted_and_said() {
    let one = request("shop", vec![span("step").id(1).build()]);
    let size = one.resource_spans[0].scope_spans[0].spans[0].encoded_len();
    let collector = Collector::builder()
        .max_bytes(2 * size)
        .start()
        .expect("starts");
    let spans = (1..=5).map(|id| span("step").id(id).build()).collect();
    let response = post(&collector, request("shop", spans).encode_to_vec()).await;
    assert_eq!(response.status(), 200);
    let body = ExportTraceServiceResponse::decode(response.bytes().await.expect("a body"));
    let partial = body.expect("a response").partial_success.expect("partial");
    assert_eq!(partial.rejected_spans, 3);
    assert_eq!(
        partial.error_message,
        format!("the test collector keeps {} bytes of spans", 2 * size)
    );
    assert_eq!(collector.spans().len(), 2);
    assert_eq!(collector.counts().overflowed, 3);
}

#[tokio::test]
async fn it_answers_as_told_over_http() {
    let (response, kept) = answer_over_http(Reply::Partial {
        rejected: 1,
        message: "too old".to_owned(),
    })
    .await;
    assert_eq!((response.status().as_u16(), kept), (200, 1));
    let body = ExportTraceServiceResponse::decode(response.bytes().await.expect("a body"));
    let partial = body.expect("a response").partial_success.expect("partial");
    assert_eq!(
        (partial.rejected_spans, &*partial.error_message),
        (1, "too old")
    );

    let busy = Reply::Busy {
        retry_after: Some(Duration::from_secs(7)),
    };
    let (response, kept) = answer_over_http(busy).await;
    assert_eq!((response.status().as_u16(), kept), (503, 0));
    assert_eq!(response.headers()["retry-after"], "7");

    let (response, kept) = answer_over_http(Reply::Refuse("no such tenant".to_owned())).await;
    assert_eq!((response.status().as_u16(), kept), (400, 0));
    assert_eq!(reason(response).await, "no such tenant");
}

async fn answer_over_http(reply: Reply) -> (reqwest::Response, usize) {
    let collector = Collector::builder()
        .respond(move |_| reply.clone())
        .start()
        .expect("starts");
    let spans = vec![span("a").id(1).build(), span("b").id(2).build()];
    let response = post(&collector, request("shop", spans).encode_to_vec()).await;
    (response, collector.spans().len())
}

#[tokio::test]
async fn it_answers_as_told_over_grpc() {
    let collector = Collector::builder()
        .respond(|batch| match &*batch[0].span.name {
            "busy" => Reply::Busy { retry_after: None },
            "bad" => Reply::Refuse("no such tenant".to_owned()),
            _ => Reply::Accept,
        })
        .start()
        .expect("starts");
    let mut client = TraceServiceClient::connect(collector.grpc_endpoint())
        .await
        .expect("connects");
    let mut codes = Vec::new();
    for name in ["busy", "bad", "good"] {
        let batch = request("shop", vec![span(name).id(1).build()]);
        codes.push(
            client
                .export(batch)
                .await
                .map_err(|status| status.code())
                .err(),
        );
    }
    assert_eq!(
        codes,
        [
            Some(tonic::Code::Unavailable),
            Some(tonic::Code::InvalidArgument),
            None,
        ]
    );
    let counts = collector.counts();
    assert_eq!((counts.kept, counts.rejected), (1, 2));
}

#[tokio::test]
async fn values_that_only_otlp_has_arrive_as_text() {
    let collector = Collector::start().expect("starts");
    let any = |value| AnyValue { value: Some(value) };
    let text = |text: &str| any(any_value::Value::StringValue(text.to_owned()));
    let int = |number| any(any_value::Value::IntValue(number));
    let entry = |key: &str, value| KeyValue {
        key: key.to_owned(),
        value,
        ..KeyValue::default()
    };
    let mut batch = request("shop", vec![span("values").id(1).build()]);
    batch.resource_spans[0].scope_spans[0].spans[0].attributes = vec![
        entry(
            "bytes",
            Some(any(any_value::Value::BytesValue(vec![0, 255]))),
        ),
        entry(
            "map",
            Some(any(any_value::Value::KvlistValue(KeyValueList {
                values: vec![entry("a", Some(int(1))), entry("b", Some(text("x")))],
            }))),
        ),
        entry(
            "mixed",
            Some(any(any_value::Value::ArrayValue(ArrayValue {
                values: vec![int(1), text("x")],
            }))),
        ),
        entry("none", None),
    ];
    assert_eq!(post(&collector, batch.encode_to_vec()).await.status(), 200);
    assert_eq!(
        collector.traces()[0].tree(),
        "values @shop orphan {bytes=\"00ff\", map=\"{a: 1, b: x}\", \
         mixed=[\"1\", \"x\"], none=\"\"}\n"
    );
}
