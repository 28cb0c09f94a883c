//! Tokio's runtime handle, with the trace carried along.

use super::JoinHandle;
use crate::context::{self, InContext, InContextFn};
use std::future::Future;
use std::ops::Deref;
use tokio::runtime::TryCurrentError;

/// As [`tokio::runtime::Handle`]; what it spawns belongs to the trace that is current where it
/// is spawned, not where the handle was made.
///
/// Everything that spawns nothing is tokio's own, through `Deref`.
#[derive(Clone, Debug)]
pub struct Handle(tokio::runtime::Handle);

impl Handle {
    /// As [`tokio::runtime::Handle::current`].
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    #[track_caller]
    pub fn current() -> Self {
        Self(tokio::runtime::Handle::current())
    }

    /// As [`tokio::runtime::Handle::try_current`].
    ///
    /// # Errors
    ///
    /// Outside a tokio runtime.
    pub fn try_current() -> Result<Self, TryCurrentError> {
        tokio::runtime::Handle::try_current().map(Self)
    }

    /// As [`tokio::runtime::Handle::spawn`].
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.0.spawn(InContext::new(context::current(), future))
    }

    /// As [`tokio::runtime::Handle::spawn_blocking`].
    #[track_caller]
    pub fn spawn_blocking<F, R>(&self, f: F) -> JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        let f = InContextFn::new(context::current(), f);
        self.0.spawn_blocking(move || f.call())
    }
}

impl From<tokio::runtime::Handle> for Handle {
    fn from(handle: tokio::runtime::Handle) -> Self {
        Self(handle)
    }
}

impl Deref for Handle {
    type Target = tokio::runtime::Handle;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
