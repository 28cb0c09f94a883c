//! Questions about a request that the application answers.

use std::sync::Arc;

use http::request::Parts;

pub(crate) type Hook<T> = Option<Arc<dyn Fn(&Parts) -> T + Send + Sync>>;
