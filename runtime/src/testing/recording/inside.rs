//! A future that runs in the recording's context and in no other.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

use opentelemetry::Context;

use crate::context;

/// Polled and dropped in `cx`. Unlike [`InContext`](crate::context::InContext), which carries a
/// trace, it also hides the trace that is current around it: a recording starts without one.
pub(super) struct Inside<F> {
    cx: Context,
    /// Until it has completed.
    future: Option<Pin<Box<F>>>,
}

impl<F> Inside<F> {
    pub(super) fn new(cx: Context, future: F) -> Self {
        Self {
            cx,
            future: Some(Box::pin(future)),
        }
    }

    fn drop_future(&mut self) {
        if let Some(future) = self.future.take() {
            context::run_in(&self.cx, || drop(future));
        }
    }
}

impl<F: Future> Future for Inside<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let Some(future) = &mut this.future else {
            panic!("a recording was polled after its completion");
        };
        let polled = context::run_in(&this.cx, || future.as_mut().poll(task));
        if polled.is_ready() {
            this.drop_future();
        }
        polled
    }
}

impl<F> Drop for Inside<F> {
    fn drop(&mut self) {
        self.drop_future();
    }
}
