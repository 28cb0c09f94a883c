//! A route that is known only when the response comes back.

use std::borrow::Cow;

/// The template of the route that matched, in the extensions of a **response**: it gives
/// the server span its `http.route` and its name if no route was known when it started.
///
/// A layer around a whole router runs before routing. There, or with a framework whose
/// routes nobody else can tell, say the route from within:
///
/// ```
/// use axum::{Router, extract::{MatchedPath, Request}, middleware::{self, Next}, routing::get};
/// use traced_tower::{Route, ServerLayer};
///
/// async fn tell_route(matched: MatchedPath, request: Request, next: Next) -> axum::response::Response {
///     let mut response = next.run(request).await;
///     response.extensions_mut().insert(Route::new(matched.as_str().to_owned()));
///     response
/// }
///
/// let router: Router = Router::new()
///     .route("/orders/{id}", get(|| async { "an order" }))
///     .route_layer(middleware::from_fn(tell_route));
/// let service = tower::ServiceBuilder::new().layer(ServerLayer::new()).service(router);
/// # drop(service);
/// ```
///
/// Samplers decide before that, without the route. Never the path: a route has few values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route(Cow<'static, str>);

impl Route {
    /// A template such as `/orders/{id}`, with the prefixes of nested routers.
    pub fn new(template: impl Into<Cow<'static, str>>) -> Self {
        Self(template.into())
    }

    /// The template.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
