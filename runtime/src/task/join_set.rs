//! Tokio's `JoinSet`, with the trace carried along.

use super::{AbortHandle, Id, JoinError};
use crate::context::{self, InContext, InContextFn};
use std::fmt;
use std::future::Future;
use std::task::{Context, Poll};
use tokio::runtime::Handle;
use tokio::task::LocalSet;

/// As [`tokio::task::JoinSet`]; each task belongs to the trace that is current where it
/// is spawned.
pub struct JoinSet<T>(tokio::task::JoinSet<T>);

impl<T> fmt::Debug for JoinSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> JoinSet<T> {
    /// As [`tokio::task::JoinSet::new`].
    pub fn new() -> Self {
        Self(tokio::task::JoinSet::new())
    }

    /// As [`tokio::task::JoinSet::len`].
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// As [`tokio::task::JoinSet::is_empty`].
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: 'static> JoinSet<T> {
    /// As [`tokio::task::JoinSet::spawn`].
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    #[track_caller]
    pub fn spawn<F>(&mut self, task: F) -> AbortHandle
    where
        F: Future<Output = T> + Send + 'static,
        T: Send,
    {
        self.0.spawn(InContext::new(context::current(), task))
    }

    /// As [`tokio::task::JoinSet::spawn_on`]; a [`traced::task::Handle`](super::Handle) will
    /// do, too.
    #[track_caller]
    pub fn spawn_on<F>(&mut self, task: F, handle: &Handle) -> AbortHandle
    where
        F: Future<Output = T> + Send + 'static,
        T: Send,
    {
        self.0
            .spawn_on(InContext::new(context::current(), task), handle)
    }

    /// As [`tokio::task::JoinSet::spawn_local`].
    ///
    /// # Panics
    ///
    /// Outside a `LocalSet` or a local runtime.
    #[track_caller]
    pub fn spawn_local<F>(&mut self, task: F) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
    {
        self.0.spawn_local(InContext::new(context::current(), task))
    }

    /// As [`tokio::task::JoinSet::spawn_local_on`]; a
    /// [`traced::task::LocalSet`](super::LocalSet) will do, too.
    #[track_caller]
    pub fn spawn_local_on<F>(&mut self, task: F, local_set: &LocalSet) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
    {
        self.0
            .spawn_local_on(InContext::new(context::current(), task), local_set)
    }

    /// As [`tokio::task::JoinSet::spawn_blocking`].
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    #[track_caller]
    pub fn spawn_blocking<F>(&mut self, f: F) -> AbortHandle
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send,
    {
        let f = InContextFn::new(context::current(), f);
        self.0.spawn_blocking(move || f.call())
    }

    /// As [`tokio::task::JoinSet::spawn_blocking_on`]; a
    /// [`traced::task::Handle`](super::Handle) will do, too.
    #[track_caller]
    pub fn spawn_blocking_on<F>(&mut self, f: F, handle: &Handle) -> AbortHandle
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send,
    {
        let f = InContextFn::new(context::current(), f);
        self.0.spawn_blocking_on(move || f.call(), handle)
    }

    /// As [`tokio::task::JoinSet::join_next`].
    ///
    /// # Errors
    ///
    /// The task panicked or was aborted.
    pub async fn join_next(&mut self) -> Option<Result<T, JoinError>> {
        self.0.join_next().await
    }

    /// As [`tokio::task::JoinSet::join_next_with_id`].
    ///
    /// # Errors
    ///
    /// The task panicked or was aborted.
    pub async fn join_next_with_id(&mut self) -> Option<Result<(Id, T), JoinError>> {
        self.0.join_next_with_id().await
    }

    /// As [`tokio::task::JoinSet::try_join_next`].
    ///
    /// # Errors
    ///
    /// The task panicked or was aborted.
    pub fn try_join_next(&mut self) -> Option<Result<T, JoinError>> {
        self.0.try_join_next()
    }

    /// As [`tokio::task::JoinSet::try_join_next_with_id`].
    ///
    /// # Errors
    ///
    /// The task panicked or was aborted.
    pub fn try_join_next_with_id(&mut self) -> Option<Result<(Id, T), JoinError>> {
        self.0.try_join_next_with_id()
    }

    /// As [`tokio::task::JoinSet::poll_join_next`].
    ///
    /// # Errors
    ///
    /// The task panicked or was aborted.
    pub fn poll_join_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, JoinError>>> {
        self.0.poll_join_next(cx)
    }

    /// As [`tokio::task::JoinSet::poll_join_next_with_id`].
    ///
    /// # Errors
    ///
    /// The task panicked or was aborted.
    pub fn poll_join_next_with_id(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<(Id, T), JoinError>>> {
        self.0.poll_join_next_with_id(cx)
    }

    /// As [`tokio::task::JoinSet::join_all`].
    ///
    /// # Panics
    ///
    /// When a task panicked or was aborted.
    pub async fn join_all(self) -> Vec<T> {
        self.0.join_all().await
    }

    /// As [`tokio::task::JoinSet::abort_all`].
    pub fn abort_all(&mut self) {
        self.0.abort_all();
    }

    /// As [`tokio::task::JoinSet::detach_all`].
    pub fn detach_all(&mut self) {
        self.0.detach_all();
    }

    /// As [`tokio::task::JoinSet::shutdown`].
    pub async fn shutdown(&mut self) {
        self.0.shutdown().await;
    }
}

impl<T> Default for JoinSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, F> FromIterator<F> for JoinSet<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    /// Spawns every future.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    fn from_iter<I: IntoIterator<Item = F>>(futures: I) -> Self {
        let mut set = Self::new();
        set.extend(futures);
        set
    }
}

impl<T, F> Extend<F> for JoinSet<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    /// Spawns every future.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    fn extend<I: IntoIterator<Item = F>>(&mut self, futures: I) {
        for future in futures {
            self.spawn(future);
        }
    }
}
