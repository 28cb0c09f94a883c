//! When a server span ends: with the body of the response, or with its head where no body
//! will be sent.

use std::convert::Infallible;
use std::pin::pin;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http_body::Frame;
use http_body_util::{BodyExt as _, StreamBody};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tower::{ServiceBuilder, ServiceExt as _, service_fn};
use traced::context::InContext;
use traced::opentelemetry::trace::SpanKind;
use traced_tests::http::client;
use traced_tests::memory::{Facts, Memory};
use traced_tower::ServerLayer;

use super::app::{App, fed, once};

async fn start(memory: &Memory, router: Router) -> App {
    App::start(memory, router, ServerLayer::new()).await
}

#[tokio::test]
async fn hs_7_a_streaming_body_keeps_the_span_open_to_its_end() {
    let memory = Memory::new();
    let (feed, body) = fed();
    let app = start(&memory, once(Response::new(body))).await;
    let mut response = client().get(app.url("/")).send().await.expect("an answer");
    feed.send(Ok("one".into())).expect("somebody reads");
    assert_eq!(response.chunk().await.expect("a chunk"), Some("one".into()));
    assert!(memory.spans().is_empty(), "the response is not over");

    drop(feed);
    assert_eq!(response.chunk().await.expect("the end"), None);
    let spans = memory.ended(2).await;
    assert_eq!(
        (&*spans[0].name, &*spans[1].name),
        ("body dropped", "GET /")
    );
    assert!(
        spans[0].is_child_of(&spans[1]),
        "the body is dropped in its context"
    );
    assert_eq!(spans[1].outcome(), "unset");
    assert_eq!(spans[1].text("traced.cancelled"), None);
}

#[tokio::test]
async fn an_event_stream_ends_when_its_reader_leaves() {
    let memory = Memory::new();
    let (feed, body) = fed();
    let mut response = Response::new(body);
    let media_type = "text/event-stream".parse().expect("a value");
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, media_type);
    let app = start(&memory, once(response)).await;
    let mut response = client().get(app.url("/")).send().await.expect("an answer");
    feed.send(Ok("data: 1\n\n".into())).expect("somebody reads");
    response.chunk().await.expect("a chunk");
    drop(response);
    let spans = memory.ended(2).await;
    assert_eq!(spans[1].outcome(), "unset");
    assert_eq!(spans[1].text("traced.cancelled").as_deref(), Some("true"));
}

#[tokio::test]
async fn hs_7_a_body_of_announced_length_is_complete_without_its_end() {
    let memory = Memory::new();
    let (feed, body) = fed();
    let mut response = Response::new(body);
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, 3.into());
    let app = start(&memory, once(response)).await;
    feed.send(Ok("one".into())).expect("somebody reads");
    assert_eq!(app.get("/").await, (200, "one".to_owned()));
    let spans = memory.ended(2).await;
    assert_eq!(spans[1].outcome(), "unset");
    assert_eq!(spans[1].text("traced.cancelled"), None);
    drop(feed);
}

#[tokio::test]
async fn hs_7_trailers_belong_to_the_exchange() {
    let memory = Memory::new();
    let service = service_fn(|_: Request<()>| async {
        let frames = [
            Frame::data(Bytes::from("x")),
            Frame::trailers(HeaderMap::new()),
        ];
        let frames = stream::iter(frames.map(Ok::<_, Infallible>));
        Ok::<_, Infallible>(Response::new(StreamBody::new(
            frames.chain(stream::pending()),
        )))
    });
    let traced = ServiceBuilder::new()
        .layer(ServerLayer::new())
        .service(service);
    let future = InContext::new(memory.context().clone(), traced.oneshot(Request::new(())));
    let mut body = pin!(future.await.expect("infallible").into_body());
    body.frame().await.expect("a frame").expect("data");
    assert!(memory.spans().is_empty(), "trailers are still to come");
    body.frame().await.expect("a frame").expect("trailers");
    assert_eq!(memory.only().await.outcome(), "unset");
    assert!(body.frame().await.is_none());
}

#[tokio::test]
async fn hs_7_responses_without_a_body_end_with_their_head() {
    for (method, status) in [("HEAD", 200), ("GET", 204), ("GET", 304)] {
        let memory = Memory::new();
        let (_feed, body) = fed();
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(status).expect("a status code");
        let app = start(&memory, once(response)).await;
        let method = method.parse().expect("a method");
        let response = client()
            .request(method, app.url("/"))
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), status);
        let spans = memory.ended(2).await;
        let server = spans
            .iter()
            .find(|span| span.span_kind == SpanKind::Server)
            .expect("a span");
        assert_eq!(server.outcome(), "unset", "{status}");
        assert_eq!(server.text("traced.cancelled"), None, "{status}");
    }
}

#[tokio::test]
async fn hs_7_an_upgrade_ends_the_exchange() {
    let memory = Memory::new();
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    response
        .headers_mut()
        .insert(header::UPGRADE, "test".parse().expect("a value"));
    let app = start(&memory, once(response)).await;
    let mut socket = tokio::net::TcpStream::connect(app.address)
        .await
        .expect("a connection");
    let request = "GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: test\r\n\r\n";
    socket.write_all(request.as_bytes()).await.expect("written");
    let mut head = [0; 12];
    socket.read_exact(&mut head).await.expect("an answer");
    assert_eq!(&head, b"HTTP/1.1 101");
    let span = memory.only().await;
    assert_eq!(
        span.text("http.response.status_code").as_deref(),
        Some("101")
    );
    assert_eq!(span.outcome(), "unset");
}

#[tokio::test]
async fn nothing_is_left_in_the_extensions_of_a_request() {
    let service = service_fn(|request: Request<()>| async move {
        Ok::<_, Infallible>(Response::new(request.extensions().len().to_string()))
    });
    let traced = ServiceBuilder::new()
        .layer(ServerLayer::new())
        .service(service);
    let response = traced.oneshot(Request::new(())).await.expect("infallible");
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(body.to_bytes(), "0");
}
