//! The client's side: one span for each request sent.

mod attempts;
mod layer;
mod options;
mod service;
mod span;
mod target;

pub use attempts::{Attempts, AttemptsLayer};
pub use layer::ClientLayer;
pub use service::Client;
pub use span::ClientSpan;
pub use target::UrlTemplate;
