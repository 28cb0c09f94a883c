//! Every shape of a call, ended in every way: one span on each side, with the status that the call really had.

use std::time::Duration;

use futures_util::future::join_all;
use opentelemetry_sdk::trace::SpanData;
use tokio_stream::StreamExt as _;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use tower::ServiceBuilder;
use traced::opentelemetry::Value;
use traced::opentelemetry::trace::Status as SpanStatus;
use traced::testing::Recorded;
use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;
use traced_tonic::{ClientLayer, ClientService};

use super::proto::Ask;
use super::proto::shapes_client::ShapesClient;
use super::server::{Running, pair};

#[derive(Clone, Copy, Debug)]
enum Shape {
    Unary,
    ClientStream,
    ServerStream,
    Bidi,
}

const SHAPES: [Shape; 4] = [
    Shape::Unary,
    Shape::ClientStream,
    Shape::ServerStream,
    Shape::Bidi,
];
const STREAMING: [Shape; 2] = [Shape::ServerStream, Shape::Bidi];

impl Shape {
    fn method(self) -> &'static str {
        match self {
            Self::Unary => "shapes.Shapes/Unary",
            Self::ClientStream => "shapes.Shapes/ClientStream",
            Self::ServerStream => "shapes.Shapes/ServerStream",
            Self::Bidi => "shapes.Shapes/Bidi",
        }
    }

    /// Makes a call and reads at most `limit` replies; how many came, and how it ended.
    async fn call(
        self,
        mut client: ShapesClient<ClientService<Channel>>,
        scenario: &str,
        timeout: Option<Duration>,
        limit: usize,
    ) -> (usize, Result<(), Status>) {
        fn request<T>(message: T, timeout: Option<Duration>) -> Request<T> {
            let mut request = Request::new(message);
            if let Some(timeout) = timeout {
                request.set_timeout(timeout);
            }
            request
        }
        let ask = Ask {
            scenario: scenario.to_owned(),
        };
        let asks = tokio_stream::iter([ask.clone(), ask.clone()]);
        let mut replies = match self {
            Self::Unary => {
                let result = client.unary(request(ask, timeout)).await;
                return (usize::from(result.is_ok()), result.map(|_| ()));
            }
            Self::ClientStream => {
                let result = client.client_stream(request(asks, timeout)).await;
                return (usize::from(result.is_ok()), result.map(|_| ()));
            }
            Self::ServerStream => match client.server_stream(request(ask, timeout)).await {
                Ok(response) => response.into_inner(),
                Err(status) => return (0, Err(status)),
            },
            Self::Bidi => match client.bidi(request(asks, timeout)).await {
                Ok(response) => response.into_inner(),
                Err(status) => return (0, Err(status)),
            },
        };
        let mut count = 0;
        while count < limit {
            match replies.next().await {
                Some(Ok(_)) => count += 1,
                Some(Err(status)) => return (count, Err(status)),
                None => return (count, Ok(())),
            }
        }
        (count, Ok(()))
    }
}

/// Makes one call in a recording of its own.
async fn call(shape: Shape, scenario: &str) -> Recorded<(usize, Result<(), Status>)> {
    record(async {
        let running = Running::start().await;
        let client = running.client().await;
        shape.call(client, scenario, None, 9).await
    })
    .await
}

/// What holds for every call, however it ended.
fn one_call<T>(shape: Shape, recorded: &Recorded<T>) -> (&SpanData, &SpanData) {
    recorded.assert_connected();
    let (client, server) = pair(recorded);
    for span in [client, server] {
        assert_eq!(span.name, shape.method());
        assert_eq!(span.text("rpc.system.name").as_deref(), Some("grpc"));
        assert_eq!(span.text("rpc.method").as_deref(), Some(shape.method()));
        assert_eq!(span.text("server.address").as_deref(), Some("127.0.0.1"));
        assert!(matches!(span.attribute("server.port"), Some(Value::I64(_))));
    }
    assert_eq!(server.parent_span_id, client.span_context.span_id());
    assert!(server.parent_span_is_remote);
    assert_eq!(
        server.text("network.peer.address").as_deref(),
        Some("127.0.0.1")
    );
    assert!(matches!(
        server.attribute("network.peer.port"),
        Some(Value::I64(_))
    ));
    let work = recorded.span("work");
    assert_eq!(work.parent_span_id, server.span_context.span_id());
    (client, server)
}

fn assert_unset(span: &SpanData, code: &str) {
    assert_eq!(span.text("rpc.response.status_code").as_deref(), Some(code));
    assert_eq!(span.status, SpanStatus::Unset);
    assert_eq!(span.attribute("error.type"), None);
}

fn assert_error(span: &SpanData, code: &str, description: &str) {
    assert_eq!(span.text("rpc.response.status_code").as_deref(), Some(code));
    assert_eq!(span.text("error.type").as_deref(), Some(code));
    assert_eq!(span.status, SpanStatus::error(description.to_owned()));
}

#[tokio::test]
async fn rs_4_a_call_that_succeeds_is_one_span_on_each_side() {
    for (shape, replies) in SHAPES.into_iter().zip([1, 1, 3, 3]) {
        let recorded = call(shape, "ok").await;
        let (count, result) = &recorded.output;
        assert_eq!((*count, result.is_ok()), (replies, true));
        let (client, server) = one_call(shape, &recorded);
        for span in [client, server] {
            assert_unset(span, "OK");
            assert_eq!(span.attribute("traced.cancelled"), None);
        }
    }
}

#[tokio::test]
async fn rs_5_a_response_without_a_body_has_its_status_in_the_headers() {
    for shape in SHAPES {
        let recorded = call(shape, "refuse").await;
        assert_eq!(
            recorded.output.1.as_ref().unwrap_err().code(),
            Code::NotFound
        );
        let (client, server) = one_call(shape, &recorded);
        // RS-1 and RS-2: the client's mistake is not the server's failure. RS-3: the message, decoded.
        assert_error(client, "NOT_FOUND", "no such thing: €");
        assert_unset(server, "NOT_FOUND");
    }
}

#[tokio::test]
async fn rs_5_a_stream_that_fails_has_its_status_in_the_trailers() {
    for (scenario, replies, code, message) in [
        ("fail first", 0, "INTERNAL", "at once"),
        ("fail later", 1, "DATA_LOSS", "half way"),
    ] {
        for shape in STREAMING {
            let recorded = call(shape, scenario).await;
            let (count, result) = &recorded.output;
            assert_eq!(
                (*count, result.as_ref().unwrap_err().message()),
                (replies, message)
            );
            let (client, server) = one_call(shape, &recorded);
            assert_error(client, code, message);
            assert_error(server, code, message);
        }
    }
}

#[tokio::test]
async fn rs_6_a_call_that_its_caller_drops_is_cancelled() {
    for shape in SHAPES {
        let recorded = record(async {
            let running = Running::start().await;
            let client = running.client().await;
            tokio::select! {
                _ = shape.call(client, "hang", None, 9) => panic!("it was to hang"),
                () = running.hanging.notified() => {}
            }
        })
        .await;
        assert_cancelled(shape, &recorded);
    }
}

#[tokio::test]
async fn rs_6_a_stream_that_its_caller_drops_is_cancelled() {
    for shape in STREAMING {
        let recorded = record(async {
            let running = Running::start().await;
            let client = running.client().await;
            shape.call(client, "hang later", None, 1).await
        })
        .await;
        assert_eq!(recorded.output.0, 1);
        assert_cancelled(shape, &recorded);
    }
}

fn assert_cancelled<T>(shape: Shape, recorded: &Recorded<T>) {
    let (client, server) = one_call(shape, recorded);
    assert_error(client, "CANCELLED", "");
    assert_unset(server, "CANCELLED");
    for span in [client, server] {
        assert_eq!(span.attribute("traced.cancelled"), Some(true.into()));
    }
}

#[tokio::test]
async fn rs_2_a_call_that_the_server_cancels_is_an_error_of_the_client_only() {
    let cells = SHAPES
        .map(|shape| (shape, "cancel"))
        .into_iter()
        .chain(STREAMING.map(|shape| (shape, "cancel later")));
    for (shape, scenario) in cells {
        let recorded = call(shape, scenario).await;
        let (client, server) = one_call(shape, &recorded);
        assert_error(client, "CANCELLED", "the server gave up");
        assert_unset(server, "CANCELLED");
        // Both sides saw the end of it.
        for span in [client, server] {
            assert_eq!(span.attribute("traced.cancelled"), None);
        }
    }
}

#[tokio::test]
async fn rs_6_cancelling_need_not_be_an_error() {
    let recorded = record(async {
        let running = Running::start().await;
        let layer = ClientLayer::new(&running.target).cancellation_is_error(false);
        let client = running.client_with(layer).await;
        Shape::ServerStream
            .call(client, "hang later", None, 1)
            .await
    })
    .await;
    let (client, _) = one_call(Shape::ServerStream, &recorded);
    assert_unset(client, "CANCELLED");
    assert_eq!(client.attribute("traced.cancelled"), Some(true.into()));
}

#[tokio::test]
async fn rs_5_a_deadline_that_passes_is_told_from_a_cancellation() {
    let calls = SHAPES.map(|shape| {
        record(async move {
            let running = Running::start().await;
            let client = running.client().await;
            let timeout = Some(Duration::from_secs(1));
            shape.call(client, "hang", timeout, 9).await.1.unwrap_err();
        })
    });
    for (shape, recorded) in SHAPES.into_iter().zip(join_all(calls).await) {
        let (client, server) = one_call(shape, &recorded);
        for span in [client, server] {
            assert_eq!(
                span.text("rpc.response.status_code").as_deref(),
                Some("DEADLINE_EXCEEDED")
            );
            assert_eq!(
                span.text("error.type").as_deref(),
                Some("DEADLINE_EXCEEDED")
            );
            assert!(matches!(span.status, SpanStatus::Error { .. }));
        }
    }
}

#[tokio::test]
async fn a_handler_that_panics_ends_both_spans() {
    let cells = SHAPES
        .map(|shape| (shape, "panic"))
        .into_iter()
        .chain(STREAMING.map(|shape| (shape, "panic later")));
    for (shape, scenario) in cells {
        let recorded = call(shape, scenario).await;
        let (client, server) = one_call(shape, &recorded);
        assert_eq!(
            server.text("rpc.response.status_code").as_deref(),
            Some("UNKNOWN")
        );
        assert_eq!(server.text("error.type").as_deref(), Some("panic"));
        assert!(matches!(server.status, SpanStatus::Error { .. }));
        // The client sees a broken stream, and what tonic makes of it.
        let seen = recorded.output.1.as_ref().unwrap_err();
        assert_eq!(seen.code(), Code::Cancelled, "{seen:?}");
        assert_error(client, "CANCELLED", seen.message());
        assert_eq!(client.attribute("traced.cancelled"), None);
    }
}

#[tokio::test]
async fn rs_5_a_server_that_is_not_there_is_unavailable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let target = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let channel = Channel::from_shared(target.clone()).unwrap().connect_lazy();
    let channel = ServiceBuilder::new()
        .layer(ClientLayer::new(&target))
        .service(channel);
    let client = ShapesClient::new(channel);
    let recorded = record(Shape::Unary.call(client, "ok", None, 1)).await;
    let status = recorded.output.1.as_ref().unwrap_err();
    assert_eq!(status.code(), Code::Unavailable);
    let span = recorded.span("shapes.Shapes/Unary");
    assert_error(span, "UNAVAILABLE", status.message());
}
