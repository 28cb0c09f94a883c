//! How spans of hyper-util clients end.

use axum::body::Body;
use http::{Method, Request, Response, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tower::{Service as _, ServiceBuilder, ServiceExt as _};
use traced::context::InContext;
use traced_tests::memory::{Facts, Memory};
use traced_tower::{Client, ClientLayer};

use super::app::{App, fed, once};
use super::hyper_app::{HyperClient, get_request, hyper_client};

fn client() -> Client<HyperClient> {
    ServiceBuilder::new()
        .layer(ClientLayer::new())
        .service(hyper_client(false))
}

type Answer = Response<traced_tower::ResponseBody<hyper::body::Incoming, traced_tower::ClientSpan>>;

async fn ask(memory: &Memory, request: Request<Body>) -> Answer {
    InContext::new(memory.context().clone(), client().oneshot(request))
        .await
        .expect("an answer")
}

#[tokio::test]
async fn hc_5_the_span_lasts_as_long_as_the_body() {
    let memory = Memory::new();
    let (feed, body) = fed();
    let app = App::serve(once(Response::new(body))).await;
    let response = ask(&memory, get_request(app.url("/"))).await;
    feed.send(Ok("one".into())).expect("somebody reads");
    assert!(memory.spans().is_empty(), "the response is not over");
    drop(feed);
    assert_eq!(super::hyper_app::text(response).await, "one");
    let span = memory.only().await;
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled"), None);
}

#[tokio::test]
async fn hc_5_an_unread_response_ends_the_span_when_it_is_dropped() {
    let memory = Memory::new();
    let (_feed, body) = fed();
    let app = App::serve(once(Response::new(body))).await;
    drop(ask(&memory, get_request(app.url("/"))).await);
    let span = memory.only().await;
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled"), None);
}

#[tokio::test]
async fn hc_5_responses_without_a_body_end_with_their_head() {
    for (method, status) in [(Method::HEAD, 200), (Method::GET, 204), (Method::GET, 304)] {
        let memory = Memory::new();
        let mut response = Response::new(Body::from("x"));
        *response.status_mut() = StatusCode::from_u16(status).expect("a code");
        let app = App::serve(once(response)).await;
        let mut request = get_request(app.url("/"));
        *request.method_mut() = method;
        let kept = ask(&memory, request).await;
        assert_eq!(memory.only().await.outcome(), "unset", "{status}");
        drop(kept);
    }
}

#[tokio::test]
async fn ht_5_a_body_that_breaks_off_is_an_error_with_its_cause() {
    let memory = Memory::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a connection");
        let mut request = [0; 1024];
        let _ = socket.read(&mut request).await.expect("a request");
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf";
        socket.write_all(half).await.expect("written");
    });
    let response = ask(&memory, get_request(url)).await;
    http_body_util::BodyExt::collect(response.into_body())
        .await
        .expect_err("the body breaks off");
    server.await.expect("no panic");
    let span = memory.only().await;
    let outcome = span.outcome();
    assert!(
        outcome.starts_with("error hyper::error::Error: "),
        "{outcome}"
    );
    assert_eq!(
        span.text("http.response.status_code").as_deref(),
        Some("200")
    );
}

#[tokio::test]
async fn ht_6_without_a_connection_there_is_an_error_with_its_cause() {
    let memory = Memory::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let request = get_request(format!("http://{address}/"));
    let failing = InContext::new(memory.context().clone(), client().oneshot(request)).await;
    failing.expect_err("nobody listens");
    let span = memory.only().await;
    let outcome = span.outcome();
    assert!(
        outcome.starts_with("error hyper_util::client::legacy::client::Error: "),
        "{outcome}"
    );
    assert!(outcome.contains("refused"), "{outcome}");
    assert_eq!(span.text("http.response.status_code"), None);
}

#[tokio::test]
async fn ht_7_a_request_or_a_body_that_is_given_up_is_cancelled_and_no_error() {
    let memory = Memory::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let request = client();
    let sent = traced::context::run_in(memory.context(), || {
        let mut request = request;
        request.call(get_request(&url))
    });
    drop(sent);
    let span = memory.only().await;
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled").as_deref(), Some("true"));

    let (feed, body) = fed();
    let app = App::serve(once(Response::new(body))).await;
    let mut response = ask(&memory, get_request(app.url("/"))).await;
    feed.send(Ok("one".into())).expect("somebody reads");
    let frame = http_body_util::BodyExt::frame(response.body_mut()).await;
    frame.expect("a frame").expect("data");
    drop(response);
    let span = &memory.ended(2).await[1];
    assert_eq!(span.outcome(), "unset");
    assert_eq!(span.text("traced.cancelled").as_deref(), Some("true"));
}
