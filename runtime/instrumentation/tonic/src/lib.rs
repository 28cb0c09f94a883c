//! Server and client spans for [tonic], as OpenTelemetry's gRPC conventions say.
//!
//! One span stands for one call in each of the four shapes, from the first header to the trailers; its status is
//! what the trailers say.
//!
//! ```no_run
//! # async fn _serve<S>(service: S) -> Result<(), Box<dyn std::error::Error>> {
//! use tonic::transport::{Channel, Server};
//! use tower::ServiceBuilder;
//!
//! // The outermost layer of the server: what it does not see is not in the trace.
//! Server::builder().layer(traced_tonic::ServerLayer::new());
//!
//! // A layer over a channel is not told where the channel leads.
//! let target = "http://stock.internal:50051";
//! let channel = Channel::from_static(target).connect().await?;
//! let channel = ServiceBuilder::new()
//!     .layer(traced_tonic::ClientLayer::new(target))
//!     .service(channel);
//! // let client = StockClient::new(channel);
//! # Ok(()) }
//! ```
//!
//! # What is recorded
//!
//! | | server | client |
//! |---|---|---|
//! | parent | what the metadata brought | the current context |
//! | kind, name | `SERVER`, the method (`shop.Stock/Reserve`) | `CLIENT`, the method |
//! | at the start | `rpc.system.name`, `rpc.method`, `server.address`, `server.port`; `network.peer.*` | the same, without the peer |
//! | at the end | `rpc.response.status_code` | `rpc.response.status_code` |
//! | is an error | `UNKNOWN`, `DEADLINE_EXCEEDED`, `UNIMPLEMENTED`, `INTERNAL`, `UNAVAILABLE`, `DATA_LOSS`, a panic | every code but `OK` |
//!
//! The status comes from the trailers, from the headers of a response that has nothing else, or from the transport's
//! error. A call that is dropped before it is over is `CANCELLED`, or `DEADLINE_EXCEEDED` once the time that the
//! client gave it (`grpc-timeout`) has passed, and has `traced.cancelled`. A handler that panics answers nothing: its
//! span says `UNKNOWN`, as gRPC defines, with `error.type = "panic"`.
//!
//! What is not `application/grpc` is left alone: it is no call, and `traced_tower::ServerLayer` leaves calls alone in
//! turn, so that a server of both has both layers. tonic-web's layer, which makes gRPC of `application/grpc-web`, stands
//! outside of this one.
//!
//! Handlers, bodies and what is dropped in them run in the context of the span, a client's outgoing stream too.
//!
//! # Which methods are recognised
//!
//! A name goes into the span's name only if something vouches for it, so that nobody can fill a backend with made-up
//! methods. On the client that is tonic's generated code. On the server it is the service that answered: a call that
//! the router turns away becomes `grpc` with `rpc.method = "_OTHER"`. Where calls go past generated code, or where a
//! sampler must not see made-up names either, name the methods: `known_methods`.
//!
//! # Limits
//!
//! - `Server::timeout` and `Endpoint::timeout` of tonic act outside or below these layers. The client's is seen in
//!   the error it causes; the server's drops the call, which then counts as cancelled.
//! - tonic 0.14 reports an expired deadline to its caller as `CANCELLED`; the span says `DEADLINE_EXCEEDED`.
//! - What a client finds wrong after the transport is done (a message that does not decode) is not in its span.
//! - Waiting for a channel to become ready precedes the call and its span.
#![forbid(unsafe_code)]

mod body;
mod call;
mod client;
mod descriptor;
mod exchange;
mod options;
mod peer;
mod propagator;
mod server;
mod status;

pub use body::{RequestBody, ResponseBody};
pub use client::{ClientLayer, ClientResponse, ClientService};
pub use server::{ServerLayer, ServerResponse, ServerService};

static SCOPE: traced::span::Scope =
    traced::span::Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
