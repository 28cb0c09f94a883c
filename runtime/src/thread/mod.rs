//! Std's threads, with the trace carried along: adopting it is a change of prefix.
//!
//! Every function captures the current context *when it is called*; the thread's closure runs
//! in it, and is dropped in it should the thread not start. `Builder::spawn_unchecked` has no
//! counterpart, because it is unsafe.

mod builder;
mod scoped;

pub use builder::Builder;
pub use scoped::{Scope, scope};
pub use std::thread::{JoinHandle, ScopedJoinHandle};

use crate::context::{self, InContextFn};

/// As [`std::thread::spawn`]; the thread belongs to the current trace.
///
/// ```
/// let answer = traced::thread::spawn(|| 6 * 7);
/// assert_eq!(answer.join().expect("it does not panic"), 42);
/// ```
///
/// # Panics
///
/// If the operating system cannot start a thread.
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let f = InContextFn::new(context::current(), f);
    std::thread::spawn(move || f.call())
}
