//! The body of an async function that never ends.
#![allow(missing_docs, reason = "hidden: written by the macro only")]

use pin_project_lite::pin_project;
use std::future::Future;
use std::iter::RepeatWith;
use std::pin::Pin;
use std::task::{Context, Poll};

/// `!`, which may not stand everywhere.
type Never = <RepeatWith<fn() -> !> as Iterator>::Item;

pin_project! {
    /// A body that is one without an end, whatever it is: what is wrong with one that ends is said where it is
    /// made, and not again of all that is made of it.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Endless<F> {
        #[pin]
        body: F,
    }
}

/// Has the compiler look whether a body ends. An async block cannot say so itself.
pub fn endless<F: Future<Output = Never>>(body: F) -> Endless<F> {
    Endless { body }
}

impl<F: Future> Future for Endless<F> {
    type Output = Never;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Never> {
        match self.project().body.poll(cx) {
            Poll::Ready(_) => unreachable!("it was looked at"),
            Poll::Pending => Poll::Pending,
        }
    }
}
