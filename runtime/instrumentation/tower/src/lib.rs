//! HTTP spans for axum, hyper and anything [tower](https://docs.rs/tower), as
//! OpenTelemetry's conventions say: of servers by [`ServerLayer`], of clients by
//! [`ClientLayer`].
//!
//! # Servers
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
//! ## Where to put it
//!
//! Outermost, so that everything about a request happens inside its span. In axum the
//! layer that is added *last* is the outermost one, and `Router::layer` runs after
//! routing, so that the route is known when the span starts. Around a whole router
//! (`ServiceBuilder::new().layer(ServerLayer::new()).service(router)`) it works as well,
//! but then there is no route yet and spans are called `GET`, unless a [`Route`] comes back
//! with the response. The same is true of a router that is mounted with `nest_service`;
//! `nest` is fine.
//!
//! A gRPC call (`application/grpc`) gets no span here but that of `traced_tonic::ServerLayer`,
//! which a server that speaks both has around its gRPC services.
//!
//! A server layer that runs inside a span of the same process is reported
//! (`layer-order`).
//!
//! # Clients
//!
//! A [`ClientLayer`] next to a hyper-util client gives each request that is sent a span of
//! kind CLIENT, called by its method (`GET`) or `GET /users/{id}` where the request has a
//! [`UrlTemplate`], and sends that span's `traceparent`. Below a layer that retries or
//! follows redirects each attempt has its own span and URL, and below an
//! [`AttemptsLayer`] its `http.request.resend_count`.
//!
//! | it ends | with |
//! |---|---|
//! | when the response's body was read to its end | the status code; Error and `error.type` for 4xx and 5xx |
//! | when the response is dropped unread, or has no body | the same |
//! | when the body is dropped half-way | the same, and `traced.cancelled = true` |
//! | when the request is dropped before there is a response | `traced.cancelled = true`: giving up on purpose is no error (HT-7) |
//! | when the request or the body fails | Error, the error's text with its causes, `error.type` = its type |
#![forbid(unsafe_code)]

#[cfg_attr(feature = "axum", path = "axum.rs")]
#[cfg_attr(not(feature = "axum"), path = "plain.rs")]
mod framework;

pub mod filters;

mod body;
mod client;
mod exchange;
mod future;
mod hook;
mod propagator;
mod route;
mod scope;
mod server;
mod start_time;
mod traceparent;

pub use body::ResponseBody;
pub use client::{Attempts, AttemptsLayer, Client, ClientLayer, ClientSpan, UrlTemplate};
pub use future::ResponseFuture;
pub use route::Route;
pub use server::{Server, ServerLayer, ServerSpan};
pub use start_time::StartTime;
