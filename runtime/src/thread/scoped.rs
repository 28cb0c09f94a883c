//! Std's scoped threads, with the trace carried along.

use super::ScopedJoinHandle;
use crate::context::{self, InContextFn};

/// As [`std::thread::scope`].
///
/// The closure gets its [`Scope`] by value and not by reference: a reference that lives as
/// long as the scope cannot be made without `unsafe` code. So a thread that spawns threads of
/// its own takes the scope with `move`.
///
/// ```
/// let mut numbers = vec![1, 2, 3];
/// let sum = traced::thread::scope(|s| {
///     let sum = s.spawn(|| numbers.iter().sum::<i32>());
///     sum.join().expect("it does not panic")
/// });
/// numbers.push(sum);
/// assert_eq!(numbers, [1, 2, 3, 6]);
/// ```
///
/// # Panics
///
/// If a thread panicked that was not joined by hand.
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(Scope<'scope, 'env>) -> T,
{
    std::thread::scope(|scope| f(Scope(scope)))
}

/// As [`std::thread::Scope`]; each thread belongs to the trace that is current where it is
/// spawned.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'scope, 'env>(pub(super) &'scope std::thread::Scope<'scope, 'env>);

impl<'scope> Scope<'scope, '_> {
    /// As [`std::thread::Scope::spawn`].
    ///
    /// # Panics
    ///
    /// If the operating system cannot start a thread.
    pub fn spawn<F, T>(self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let f = InContextFn::new(context::current(), f);
        self.0.spawn(move || f.call())
    }
}
