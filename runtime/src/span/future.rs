//! Running an asynchronous body in its span.
//!
//! This is compiled for every traced function: what does not know the body's type is in `polling`.

use super::outcome::Outcome;
use super::polling::{Dropping, Polling, Stage};
use super::quiet::Quietly;
use crate::provider::Site;
use opentelemetry::Context;
use pin_project_lite::pin_project;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::Poll;

pin_project! {
    /// The future of a traced function: its span covers the polls, and begins at the first.
    ///
    /// Five words more than the body: a future is as large as all that it awaits, so what
    /// is added here is added once for every traced call on the way down.
    #[must_use = "futures do nothing unless polled"]
    #[derive(Debug)]
    pub struct Traced<F, O> {
        // Before the first poll the context of the call, from then on that of the span.
        cx: Context,
        stage: Stage,
        #[pin]
        body: Option<F>,
        outcome: O,
    }

    impl<F, O> PinnedDrop for Traced<F, O> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            if this.body.is_some() {
                let dropping = Dropping::enter(this.cx, *this.stage);
                discard(this.body);
                dropping.done(this.cx, this.stage);
            }
        }
    }
}

/// Drops a body where it is. Not inlined: a body's destructor may be long, and is needed twice.
#[inline(never)]
fn discard<F>(mut body: Pin<&mut Option<F>>) {
    body.set(None);
}

/// The body of a traced `async fn`, called in `called`.
pub fn drive<F, O>(site: &'static Site, called: Context, body: F, outcome: O) -> Traced<F, O>
where
    F: Future,
    O: Fn(&F::Output) -> Outcome,
{
    Traced {
        cx: called,
        stage: Stage::Called(site),
        body: Some(body),
        outcome,
    }
}

/// What a function may return where it does not say `impl Future`: a pinned box, of which another
/// one can take the place.
#[diagnostic::on_unimplemented(
    message = "a traced function cannot return `{Self}`, for its own future takes that one's place",
    label = "neither `impl Future` nor a pinned box of one",
    note = "return `impl Future<Output = ..>` or `Pin<Box<dyn Future<Output = ..>>>`, or remove `future`"
)]
pub trait Pinned: Future {
    /// The pinned box of another future.
    type Of<F>;

    /// Puts it there.
    fn pin<F>(future: F) -> Self::Of<F>;
}

#[diagnostic::do_not_recommend]
impl<P> Pinned for Pin<P>
where
    Pin<P>: Future,
{
    type Of<F> = Pin<Box<F>>;

    fn pin<F>(future: F) -> Pin<Box<F>> {
        Box::pin(future)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Pinned> Pinned for Quietly<R> {
    type Of<F> = R::Of<F>;

    fn pin<F>(future: F) -> R::Of<F> {
        R::pin(future)
    }
}

/// The same as [`drive`], for a function that returns a pinned box.
pub fn drive_pinned<R, O>(
    site: &'static Site,
    called: Context,
    body: R,
    outcome: O,
) -> R::Of<Traced<R, O>>
where
    R: Pinned,
    O: Fn(&R::Output) -> Outcome,
{
    R::pin(drive(site, called, body, outcome))
}

impl<F, O> Future for Traced<F, O>
where
    F: Future,
    O: Fn(&F::Output) -> Outcome,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        let mut polling = Polling::new(this.cx, this.stage);
        polling.enter();
        let Some(body) = this.body.as_mut().as_pin_mut() else {
            polling.resumed()
        };
        let polled = body.poll(task);
        if let Poll::Ready(output) = &polled {
            let outcome = polling.wants_outcome().then(|| (this.outcome)(output));
            discard(this.body);
            polling.complete(outcome);
        } else {
            polling.suspend();
        }
        // Left, it has nothing to drop.
        mem::forget(polling);
        polled
    }
}
