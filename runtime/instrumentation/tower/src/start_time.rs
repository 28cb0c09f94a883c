//! When a request arrived, if that was before the layer saw it.

use std::time::SystemTime;

/// The time at which a request arrived, in its extensions: the server span starts then. For what waits before the layer,
/// in a queue or for a permit.
///
/// ```
/// use std::time::SystemTime;
/// use traced_tower::StartTime;
///
/// # let mut request = http::Request::new(());
/// request.extensions_mut().insert(StartTime(SystemTime::now()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartTime(pub SystemTime);
