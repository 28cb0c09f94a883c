//! Which methods get a name, and what the layers can be told about methods.

use http::uri::PathAndQuery;
use opentelemetry_sdk::trace::SpanData;
use tonic::{Code, Request, Status};
use traced::testing::Recorded;
use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;
use traced_tonic::{ClientLayer, ServerLayer};

use super::proto::{Ask, Reply};
use super::server::{Running, pair};

/// Calls a path past all generated code.
async fn call(running: &Running, layer: ClientLayer, path: &'static str) -> Result<(), Status> {
    let channel = tower::ServiceBuilder::new()
        .layer(layer)
        .service(running.channel().await);
    let mut client = tonic::client::Grpc::new(channel);
    client.ready().await.unwrap();
    let codec = tonic_prost::ProstCodec::<Ask, Reply>::default();
    let path = PathAndQuery::from_static(path);
    let ask = Request::new(Ask::default());
    client.unary(ask, path, codec).await.map(|_| ())
}

fn assert_other(span: &SpanData, path: &str) {
    assert_eq!(span.name, "grpc");
    assert_eq!(span.text("rpc.method").as_deref(), Some("_OTHER"));
    assert_eq!(span.text("rpc.method_original").as_deref(), Some(path));
}

fn assert_named(span: &SpanData, method: &str) {
    assert_eq!(span.name, method.to_owned());
    assert_eq!(span.text("rpc.method").as_deref(), Some(method));
    assert_eq!(span.attribute("rpc.method_original"), None);
}

#[tokio::test]
async fn rs_9_a_method_that_nobody_vouches_for_has_no_name() {
    for path in [
        "/nobody.Knows/Me",
        "/shapes.Shapes/NoSuchMethod",
        "/far/too/deep",
    ] {
        let recorded = record(async {
            let running = Running::start().await;
            let layer = ClientLayer::new(&running.target);
            call(&running, layer, path).await.unwrap_err().code()
        })
        .await;
        assert_eq!(recorded.output, Code::Unimplemented);
        let (client, server) = pair(&recorded);
        for span in [client, server] {
            assert_other(span, path);
            assert_eq!(
                span.text("rpc.response.status_code").as_deref(),
                Some("UNIMPLEMENTED")
            );
            assert_eq!(span.text("error.type").as_deref(), Some("UNIMPLEMENTED"));
        }
    }
}

#[tokio::test]
async fn rs_9_the_server_vouches_for_what_it_answers() {
    let recorded = record(async {
        let running = Running::start().await;
        let layer = ClientLayer::new(&running.target);
        call(&running, layer, "/shapes.Shapes/Unary").await.unwrap();
    })
    .await;
    let (client, server) = pair(&recorded);
    assert_other(client, "/shapes.Shapes/Unary");
    assert_named(server, "shapes.Shapes/Unary");
}

#[tokio::test]
async fn rs_9_a_list_of_methods_decides_before_the_span_starts() {
    let known = ["shapes.Shapes/Unary"];
    let recorded = record(async {
        let running = Running::start_with(ServerLayer::new().known_methods(known)).await;
        let layer = || ClientLayer::new(&running.target).known_methods(known);
        call(&running, layer(), "/shapes.Shapes/Unary")
            .await
            .unwrap();
    })
    .await;
    let (client, server) = pair(&recorded);
    assert_named(client, "shapes.Shapes/Unary");
    assert_named(server, "shapes.Shapes/Unary");

    let recorded = record(async {
        let running = Running::start_with(ServerLayer::new().known_methods(["a.B/C"])).await;
        let mut client = running.client().await;
        client.unary(Ask::default()).await.unwrap();
    })
    .await;
    let (client, server) = pair(&recorded);
    assert_named(client, "shapes.Shapes/Unary");
    assert_other(server, "/shapes.Shapes/Unary");
}

fn names<T>(recorded: &Recorded<T>) -> Vec<&str> {
    recorded.spans().iter().map(|span| &*span.name).collect()
}

#[tokio::test]
async fn a_call_that_the_server_filters_out_stays_in_the_caller_s_trace() {
    let recorded = record(async {
        let layer = ServerLayer::new().filter(|method| method != "shapes.Shapes/Unary");
        let running = Running::start_with(layer).await;
        running.client().await.unary(Ask::default()).await.unwrap();
    })
    .await;
    assert_eq!(names(&recorded), ["shapes.Shapes/Unary", "work"]);
    let [client, work] = recorded.spans() else {
        panic!("{}", recorded.tree())
    };
    assert_eq!(work.parent_span_id, client.span_context.span_id());
}

#[tokio::test]
async fn a_call_that_the_client_filters_out_takes_the_trace_along() {
    use traced::FutureExt as _;
    let recorded = record(async {
        let running = Running::start().await;
        let layer = ClientLayer::new(&running.target).filter(|_| false);
        let mut client = running.client_with(layer).await;
        async { client.unary(Ask::default()).await.unwrap() }
            .traced("caller")
            .await;
    })
    .await;
    let caller = recorded.span("caller").span_context.span_id();
    assert_eq!(recorded.span("shapes.Shapes/Unary").parent_span_id, caller);
    assert_eq!(names(&recorded), ["caller", "shapes.Shapes/Unary", "work"]);
}
