//! Panics of which the text is not recorded: `[errors] text = "omit"`.
#![allow(missing_docs, reason = "hidden: written by the macro only")]

use super::panic;
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Lives in a traced body. What unwinds out of the body has dropped this before its span ends.
#[derive(Debug)]
pub struct QuietPanic {
    /// Of a panic that is under way already the text is not ours.
    before: bool,
}

impl QuietPanic {
    #[allow(clippy::new_without_default, reason = "it is no value")]
    pub fn new() -> Self {
        Self {
            before: std::thread::panicking(),
        }
    }

    /// The same for a future whose body is not at hand.
    pub fn during<F>(future: F) -> Quietly<F> {
        Quietly { future }
    }
}

impl Drop for QuietPanic {
    fn drop(&mut self) {
        if std::thread::panicking() && !self.before {
            panic::forget_message();
        }
    }
}

pin_project! {
    #[derive(Debug)]
    pub struct Quietly<F> {
        #[pin]
        future: F,
    }
}

impl<F: Future> Future for Quietly<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<F::Output> {
        let _quiet = QuietPanic::new();
        self.project().future.poll(task)
    }
}
