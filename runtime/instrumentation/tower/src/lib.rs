//! HTTP server spans for axum, hyper and anything [tower](https://docs.rs/tower), as
//! OpenTelemetry's conventions say.
//!
//! ```
//! use axum::{Router, routing::get};
//! use traced_tower::ServerLayer;
//!
//! let app: Router = Router::new()
//!     .route("/orders/{id}", get(|| async { "an order" }))
//!     .layer(ServerLayer::new());
//! ```
//!
//! Each request gets one span of kind SERVER, a child of whatever the request's
//! `traceparent` names. It is called `GET /orders/{id}`, by method and route template,
//! and covers the whole exchange:
//!
//! | it ends | with |
//! |---|---|
//! | when the response's body has been handed over to its end, trailers included | the status code; Error and `error.type` for 5xx only |
//! | when the body fails | Error, `error.type` = the error's type |
//! | when the service itself fails | Error, `error.type` = the error's type, no status code |
//! | when a handler or a body panics | Error, `error.type = "panic"` |
//! | when the future or the body is dropped before its end | Error, `error.type = "cancelled"`, `traced.cancelled = true` |
//! | with the head, for `HEAD`, 1xx (a websocket's 101), 204, 304 | as above |
//!
//! A dropped exchange is an error on the server's side: the client hung up, or a timeout
//! around this layer did, and either way the response that was due was not delivered
//! (HT-5, HT-6; the exception for callers who give up on purpose, HT-7, is the client
//! span's). Only an event stream (`text/event-stream`) has no end of its own: that its
//! reader leaves is how it ends, and no error.
//!
//! # Where to put it
//!
//! Outermost, so that everything about a request happens inside its span. In axum the
//! layer that is added *last* is the outermost one, and `Router::layer` runs after
//! routing, so that the route is known when the span starts. Around a whole router
//! (`ServiceBuilder::new().layer(ServerLayer::new()).service(router)`) it works as well,
//! but then there is no route yet and spans are called `GET`. The same is true of a
//! router that is mounted with `nest_service`; `nest` is fine.
//!
//! A server layer that runs inside a span of the same process is reported
//! (`layer-order`).
#![forbid(unsafe_code)]

#[cfg_attr(feature = "axum", path = "axum.rs")]
#[cfg_attr(not(feature = "axum"), path = "plain.rs")]
mod framework;

mod body;
mod future;
mod layer;
mod options;
mod parent;
mod service;
mod span;

pub use body::ResponseBody;
pub use future::ResponseFuture;
pub use layer::ServerLayer;
pub use service::Server;
