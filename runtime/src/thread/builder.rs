//! Std's thread builder, with the trace carried along.

use super::{JoinHandle, Scope, ScopedJoinHandle};
use crate::context::{self, InContextFn};
use std::io;

/// As [`std::thread::Builder`]; the thread belongs to the trace that is current where it is
/// spawned.
#[derive(Debug)]
#[must_use = "must eventually spawn the thread"]
pub struct Builder(std::thread::Builder);

impl Builder {
    /// As [`std::thread::Builder::new`].
    #[expect(clippy::new_without_default, reason = "std's has none either")]
    pub fn new() -> Self {
        Self(std::thread::Builder::new())
    }

    /// As [`std::thread::Builder::name`].
    pub fn name(self, name: String) -> Self {
        Self(self.0.name(name))
    }

    /// As [`std::thread::Builder::stack_size`].
    pub fn stack_size(self, size: usize) -> Self {
        Self(self.0.stack_size(size))
    }

    /// As [`std::thread::Builder::spawn`].
    ///
    /// # Errors
    ///
    /// If the operating system cannot start a thread.
    ///
    /// # Panics
    ///
    /// If the name contains a null byte.
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let f = InContextFn::new(context::current(), f);
        self.0.spawn(move || f.call())
    }

    /// As [`std::thread::Builder::spawn_scoped`].
    ///
    /// # Errors
    ///
    /// If the operating system cannot start a thread.
    ///
    /// # Panics
    ///
    /// If the name contains a null byte.
    pub fn spawn_scoped<'scope, F, T>(
        self,
        scope: Scope<'scope, '_>,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let f = InContextFn::new(context::current(), f);
        self.0.spawn_scoped(scope.0, move || f.call())
    }
}
