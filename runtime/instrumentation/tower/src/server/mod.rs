//! The server's side: one span for each request received.

mod head;
mod layer;
mod options;
mod parent;
mod service;
mod span;

pub use layer::ServerLayer;
pub use service::Server;
pub use span::ServerSpan;
