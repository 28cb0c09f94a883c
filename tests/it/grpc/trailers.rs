//! Answers that tonic's own server never gives, from one that speaks for itself: what the client makes of them.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, Request, Response};
use http_body::Frame;
use http_body_util::StreamBody;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::body::Body;
use tonic::server::NamedService;
use tonic::transport::{Channel, Server};
use tower::ServiceBuilder;
use traced::opentelemetry::trace::Status as SpanStatus;
use traced::testing::Recorded;
use traced_tests::conforming::record;
use traced_tests::memory::{Facts as _, RecordLayer};
use traced_tonic::{ClientLayer, ServerLayer};

use super::proto::Ask;
use super::proto::shapes_client::ShapesClient;
use super::server::pair;

/// A reply, `Reply { number: 1 }`, as it stands on the wire.
const REPLY: &[u8] = &[0, 0, 0, 0, 2, 8, 1];

/// How the server ends its answer.
#[derive(Clone, Copy, Debug)]
enum End {
    /// With these trailers.
    Trailers(&'static [(&'static str, &'static str)]),
    /// Without any, after this HTTP status.
    Nothing(u16),
}

#[derive(Clone, Debug)]
struct Raw {
    reply: bool,
    end: End,
}

impl NamedService for Raw {
    const NAME: &'static str = "shapes.Shapes";
}

impl tower::Service<Request<Body>> for Raw {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), Infallible>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        let mut frames: Vec<Result<Frame<Bytes>, tonic::Status>> = Vec::new();
        if self.reply {
            frames.push(Ok(Frame::data(Bytes::from_static(REPLY))));
        }
        let mut status = 200;
        match self.end {
            End::Trailers(fields) => {
                let mut trailers = HeaderMap::new();
                for (key, value) in fields {
                    trailers.insert(*key, value.parse().unwrap());
                }
                frames.push(Ok(Frame::trailers(trailers)));
            }
            End::Nothing(code) => status = code,
        }
        let response = Response::builder()
            .status(status)
            .header("content-type", "application/grpc")
            .header("x-build", "7")
            .body(Body::new(StreamBody::new(stream::iter(frames))))
            .unwrap();
        std::future::ready(Ok(response))
    }
}

/// One call, unary or with an outgoing stream.
async fn call(raw: Raw, streaming: bool) -> Recorded<()> {
    record(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = format!("http://{}", listener.local_addr().unwrap());
        let keys = || ["x-build", "x-cost"].map(http::HeaderName::from_static);
        let server = Server::builder()
            .layer(RecordLayer::here())
            .layer(ServerLayer::new().response_metadata(keys()))
            .add_service(raw)
            .serve_with_incoming(TcpListenerStream::new(listener));
        let server = tokio::spawn(async move { server.await.unwrap() });
        let channel = Channel::from_shared(target.clone()).unwrap().connect_lazy();
        let layer = ClientLayer::new(&target).response_metadata(keys());
        let mut client = ShapesClient::new(ServiceBuilder::new().layer(layer).service(channel));
        let status = if streaming {
            let asks = tokio_stream::iter([Ask::default()]);
            client.client_stream(asks).await.unwrap_err()
        } else {
            client.unary(Ask::default()).await.unwrap_err()
        };
        server.abort();
        drop(status);
    })
    .await
}

const BAD: &[(&str, &str)] = &[
    ("grpc-status", "13"),
    ("grpc-message", "on second thought"),
    ("x-cost", "3"),
    ("x-build", "8"),
];

#[tokio::test]
async fn rs_5_a_single_reply_may_be_taken_back_in_the_trailers() {
    for (streaming, reply) in [(false, true), (true, true), (false, false), (true, false)] {
        let end = End::Trailers(BAD);
        let recorded = call(Raw { reply, end }, streaming).await;
        let (client, server) = pair(&recorded);
        for span in [client, server] {
            assert_eq!(
                span.text("rpc.response.status_code").as_deref(),
                Some("INTERNAL")
            );
            let status = SpanStatus::error("on second thought".to_owned());
            assert_eq!(span.status, status);
        }
    }
}

#[tokio::test]
async fn metadata_of_headers_and_trailers_is_recorded_once_for_each_key() {
    let end = End::Trailers(BAD);
    let recorded = call(Raw { reply: true, end }, false).await;
    let (client, server) = pair(&recorded);
    for span in [client, server] {
        for (key, value) in [("x-build", "7"), ("x-cost", "3")] {
            let key = format!("rpc.response.metadata.{key}");
            let set: Vec<_> = span
                .attributes
                .iter()
                .filter(|attribute| attribute.key.as_str() == key)
                .map(|attribute| attribute.value.to_string())
                .collect();
            assert_eq!(set, [format!("[\"{value}\"]")], "{key}");
        }
    }
}

#[tokio::test]
async fn rs_5_an_answer_without_a_status_has_the_one_of_http() {
    for (http, code) in [
        (200, "UNKNOWN"),
        (401, "UNAUTHENTICATED"),
        (404, "UNIMPLEMENTED"),
        (503, "UNAVAILABLE"),
    ] {
        let end = End::Nothing(http);
        let recorded = call(Raw { reply: false, end }, false).await;
        let (client, _) = pair(&recorded);
        assert_eq!(
            client.text("rpc.response.status_code").as_deref(),
            Some(code),
            "{http}"
        );
    }
}
