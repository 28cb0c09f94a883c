//! Tokio's tasks, with the trace carried along: adopting it is a change of prefix.
//!
//! Every function captures the current context *when it is called*; the task runs in it
//! and is dropped in it, on whichever thread and however it ends.

mod join_set;

pub use join_set::JoinSet;
pub use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use crate::context::{self, InContext, InContextFn};
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
