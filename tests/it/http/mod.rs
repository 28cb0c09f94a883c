//! HTTP over real sockets: an axum server with `traced_tower`, a reqwest client with
//! `traced_reqwest`. Tests of a rule of the conventions' sheet begin with its id.

mod app;
mod chain;
mod client;
mod client_lifecycle;
mod placement;
mod server;
mod server_end;
mod server_failure;
