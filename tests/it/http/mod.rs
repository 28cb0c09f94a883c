//! HTTP over real sockets: axum and hyper servers and hyper clients with `traced_tower`,
//! reqwest clients with `traced_reqwest`. Tests of a rule of the conventions' sheet begin with its id.

mod app;
mod chain;
mod client;
mod client_layer;
mod client_layer_ends;
mod client_lifecycle;
mod client_options;
mod combined;
mod common;
mod hyper_app;
mod hyper_server;
mod placement;
mod propagator;
mod routes;
mod sampling;
mod server;
mod server_end;
mod server_failure;
mod server_options;
mod wire;
