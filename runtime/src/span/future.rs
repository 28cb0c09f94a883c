//! Running an asynchronous body in its span.

use super::finish::{self, Handle};
use super::outcome::Outcome;
use super::run::{OnUnwind, caller};
use super::start;
use crate::context::{self, Attached};
use crate::provider::{self, Begun, Fate, Site};
use opentelemetry::Context;
use pin_project_lite::pin_project;
use std::future::Future;
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
        site: &'static Site,
        // From the first poll on.
        fate: Option<Fate>,
        #[pin]
        body: Option<F>,
        outcome: O,
    }

    impl<F, O> PinnedDrop for Traced<F, O> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if this.body.is_some() {
                {
                    let _attached = attach(this.cx, *this.fate);
                    this.body.set(None);
                }
                if let Some(fate) = this.fate.take() {
                    finish::cancelled(&Handle::new(this.cx, fate));
                }
            }
        }
    }
}

/// The body of a traced `async fn`, called in `called`.
pub fn drive<F, O>(site: &'static Site, called: Context, body: F, outcome: O) -> Traced<F, O>
where
    F: Future,
    O: Fn(&F::Output) -> Outcome,
{
    Traced {
        cx: called,
        site,
        fate: None,
        body: Some(body),
        outcome,
    }
}

impl<F, O> Future for Traced<F, O>
where
    F: Future,
    O: Fn(&F::Output) -> Outcome,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        let fate = this.fate.get_or_insert_with(|| {
            let Begun { cx, fate } = begin(this.site, this.cx);
            *this.cx = cx;
            fate
        });
        let (output, outcome) = {
            let _attached = attach(this.cx, Some(*fate));
            let unwind = OnUnwind { cx: this.cx, fate };
            let Some(body) = this.body.as_mut().as_pin_mut() else {
                unwind.disarm();
                panic!("`async fn` resumed after completion");
            };
            let polled = body.poll(task).map(|output| {
                let recording = unwind.handle().wants_outcome();
                let outcome = recording.then(|| (this.outcome)(&output));
                this.body.set(None);
                (output, outcome)
            });
            unwind.disarm();
            match polled {
                Poll::Ready(done) => done,
                Poll::Pending => return Poll::Pending,
            }
        };
        let handle = Handle::new(this.cx, *fate);
        finish::completed(&handle, outcome, caller);
        Poll::Ready(output)
    }
}

fn begin(site: &'static Site, called: &Context) -> Begun {
    if provider::is_off() {
        return Begun {
            cx: Context::new(),
            fate: Fate::AsIs,
        };
    }
    start::begin(site, Some(called))
}

/// Makes the context of a body current.
fn attach(cx: &Context, fate: Option<Fate>) -> Option<Attached> {
    if fate == Some(Fate::AsIs) {
        return None;
    }
    let attached = context::attach(cx.clone());
    if let Some(fate) = fate {
        provider::resume(cx, fate);
    }
    attached
}
