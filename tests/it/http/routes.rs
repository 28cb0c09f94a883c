//! Routes of nested routers, and routes that are known only afterwards.

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use traced::testing::Rule;
use traced_tests::memory::{Facts, Memory};
use traced_tower::{Route, ServerLayer};

use super::app::App;
use super::hyper_app::{HyperApp, get_request, hyper_client};

async fn ok() -> &'static str {
    "ok"
}

#[tokio::test]
async fn hs_2_every_level_of_nesting_is_in_the_route() {
    let memory = Memory::new();
    let items = Router::new()
        .route("/", get(ok))
        .route("/{item}", get(ok))
        .fallback(ok);
    let orders = Router::new()
        .route("/", get(ok))
        .nest("/orders/{order}/items", items);
    let shop = Router::new()
        .nest("/shops/{shop}", orders)
        .merge(Router::new().route("/about", get(ok)))
        .route("/files/{*path}", get(ok))
        .fallback(ok);
    let app = App::start(&memory, shop, ServerLayer::new()).await;
    let cases = [
        (
            "/shops/1/orders/2/items/3",
            Some("/shops/{shop}/orders/{order}/items/{item}"),
        ),
        (
            "/shops/1/orders/2/items",
            Some("/shops/{shop}/orders/{order}/items"),
        ),
        ("/shops/1", Some("/shops/{shop}")),
        ("/about", Some("/about")),
        ("/files/a/b", Some("/files/{*path}")),
        ("/shops/1/orders/2/items/3/4", None),
        ("/nowhere", None),
    ];
    for (path, _) in cases {
        assert_eq!(app.get(path).await.0, 200, "{path}");
    }
    let spans = memory.ended(cases.len()).await;
    for ((path, route), span) in cases.into_iter().zip(spans) {
        assert_eq!(span.text("url.path").as_deref(), Some(path));
        assert_eq!(span.text("http.route").as_deref(), route, "{path}");
        let name = route.map_or("GET".to_owned(), |route| format!("GET {route}"));
        assert_eq!(span.name, name);
    }
}

async fn tell_route(matched: MatchedPath, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let route = Route::new(matched.as_str().to_owned());
    response.extensions_mut().insert(route);
    response
}

fn telling() -> Router {
    Router::new()
        .route("/orders/{id}", get(ok))
        .route_layer(middleware::from_fn(tell_route))
        .fallback(ok)
}

async fn around(memory: &Memory, layer: ServerLayer, path: &str) {
    let app = HyperApp::start(memory, telling(), layer).await;
    let request = get_request(app.url(path));
    hyper_client(false)
        .request(request)
        .await
        .expect("an answer");
}

#[tokio::test]
async fn hs_5_a_layer_around_a_router_learns_the_route_from_the_response() {
    let memory = Memory::new();
    around(&memory, ServerLayer::new(), "/orders/7").await;
    around(&memory, ServerLayer::new(), "/nowhere").await;
    let spans = memory.ended(2).await;
    assert_eq!(spans[0].name, "GET /orders/{id}");
    assert_eq!(spans[0].text("http.route").as_deref(), Some("/orders/{id}"));
    assert_eq!(spans[1].name, "GET");
    assert_eq!(spans[1].text("http.route"), None);
}

#[tokio::test]
async fn hs_5_a_name_that_was_given_stays_when_the_route_is_learnt() {
    let memory = Memory::new().allowing(Rule::NameStyle);
    let layer = ServerLayer::new().span_name(|_| Some("order".into()));
    around(&memory, layer, "/orders/7").await;
    let span = memory.only().await;
    assert_eq!(span.name, "order");
    assert_eq!(span.text("http.route").as_deref(), Some("/orders/{id}"));
}

#[tokio::test]
async fn hs_2_a_route_that_was_known_is_not_replaced() {
    let memory = Memory::new();
    let answer = || async { (axum::Extension(Route::new("/other")), "ok").into_response() };
    let router = Router::new().route("/orders/{id}", get(answer));
    let app = App::start(&memory, router, ServerLayer::new()).await;
    app.get("/orders/7").await;
    let span = memory.only().await;
    assert_eq!(span.name, "GET /orders/{id}");
    assert_eq!(span.text("http.route").as_deref(), Some("/orders/{id}"));
}
