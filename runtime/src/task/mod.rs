//! Tokio's tasks, with the trace carried along: adopting it is a change of prefix.
//!
//! Every function captures the current context *when it is called*; the task runs in it
//! and is dropped in it, on whichever thread and however it ends. Names, arguments, results
//! and panics are tokio's. What starts nothing (`yield_now`, `block_in_place`) needs no
//! counterpart, and `Builder` and `JoinSet::build_task` have none while tokio calls them
//! unstable.
//!
//! [`spawn_linked`] is for work that outlives the request: see [which to use
//! when](crate::context#child-or-link).

mod handle;
mod join_set;
mod local;

pub use handle::Handle;
pub use join_set::JoinSet;
pub use local::{LocalSet, spawn_local};
pub use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use crate::context::{self, InContext, InContextFn};
use crate::span;
use std::future::Future;

/// As [`tokio::spawn`]; the task belongs to the current trace.
///
/// # Panics
///
/// Outside a tokio runtime.
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    tokio::spawn(InContext::new(context::current(), future))
}

/// Spawns a task that outlives the current trace: what it traces is a new trace, which links
/// to the span that is current now.
///
/// Every span that starts in the task without a parent is an entry point, and no orphan.
/// Baggage and all other values of the context are carried along.
///
/// ```
/// # async fn refresh(_sku: &'static str) {}
/// # async fn lookup() {
/// traced::task::spawn_linked(refresh("teapot")); // nobody waits for it
/// # }
/// ```
///
/// # Panics
///
/// Outside a tokio runtime.
#[track_caller]
pub fn spawn_linked<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    tokio::spawn(InContext::new(span::new_trace(&context::current()), future))
}

/// As [`tokio::task::spawn_blocking`]; the closure belongs to the current trace.
///
/// # Panics
///
/// Outside a tokio runtime.
#[track_caller]
pub fn spawn_blocking<F, R>(f: F) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let f = InContextFn::new(context::current(), f);
    tokio::task::spawn_blocking(move || f.call())
}
