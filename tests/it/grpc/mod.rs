//! gRPC spans over real sockets: each shape of a call, each way in which it can end.

mod endings;
mod hooks;
mod metadata;
mod names;
mod propagation;
mod server;
mod service;
mod trailers;

/// Generated from `proto/shapes.proto`.
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    clippy::pedantic,
    reason = "generated"
)]
mod proto {
    tonic::include_proto!("shapes");
}
