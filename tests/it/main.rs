//! What the whole promises, tested through the public API only. One binary, one folder a theme.

mod architecture;
mod bridge;
mod carry;
mod console;
mod conventions;
mod core;
mod diagnostics;
mod disorder;
mod export;
mod grpc;
mod http;
mod migration;
mod propagation;
mod provider;
mod setup;
mod shapes;
mod sql;
mod testing;
