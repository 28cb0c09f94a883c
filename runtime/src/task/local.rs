//! Tokio's tasks that stay on their thread, with the trace carried along.

use super::JoinHandle;
use crate::context::{self, InContext};
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};

/// As [`tokio::task::spawn_local`]; the task belongs to the current trace.
///
/// # Panics
///
/// Outside a [`LocalSet`] or a local runtime.
#[track_caller]
pub fn spawn_local<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
{
    tokio::task::spawn_local(InContext::new(context::current(), future))
}

/// As [`tokio::task::LocalSet`]; what it spawns belongs to the trace that is current where it
/// is spawned, not where the set is run.
///
/// Everything that spawns nothing is tokio's own, through `Deref`.
#[derive(Debug, Default)]
pub struct LocalSet(tokio::task::LocalSet);

impl LocalSet {
    /// As [`tokio::task::LocalSet::new`].
    pub fn new() -> Self {
        Self(tokio::task::LocalSet::new())
    }

    /// As [`tokio::task::LocalSet::spawn_local`].
    #[track_caller]
    pub fn spawn_local<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
    {
        self.0
            .spawn_local(InContext::new(context::current(), future))
    }
}

/// Runs the set until all of its tasks are done.
impl Future for LocalSet {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.0).poll(task)
    }
}

impl Deref for LocalSet {
    type Target = tokio::task::LocalSet;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
