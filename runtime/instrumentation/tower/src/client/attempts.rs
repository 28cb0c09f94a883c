//! How often a request was sent: counted above whatever sends it again.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use tower_layer::Layer;
use tower_service::Service;
use traced::context::{self, Context, InContext, run_in};

/// Lets the [`ClientLayer`](crate::ClientLayer)s below count the attempts of one request
/// (`http.request.resend_count`): put it above the layer that retries or follows
/// redirects.
///
/// ```
/// use tower::{ServiceBuilder, retry::RetryLayer};
/// use traced_tower::{AttemptsLayer, ClientLayer};
///
/// # fn f<P: Clone, S>(policy: P, client: S) {
/// let client = ServiceBuilder::new()
///     .layer(AttemptsLayer)
///     .layer(RetryLayer::new(policy))
///     .layer(ClientLayer::new())
///     .service(client);
/// # drop(client); }
/// ```
///
/// Such layers copy a request before they send it, so that nothing that is found out below
/// them reaches the next attempt, save by the context that both run in.
#[derive(Debug, Clone, Copy, Default)]
pub struct AttemptsLayer;

/// A service whose requests are counted below; made by [`AttemptsLayer`].
#[derive(Debug, Clone)]
pub struct Attempts<S>(S);

/// The place of one client layer: each counts for itself, or two in one stack would take
/// each other's requests for attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position(u64);

/// How often one request passed each position below; as many entries as there are client
/// layers in the stack.
#[derive(Debug, Clone, Default)]
struct Sent(Arc<Mutex<Vec<(Position, u32)>>>);

impl Position {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Counts one more attempt of the current request, and says how many there were
    /// before; 0 where nobody counts.
    pub(crate) fn pass(self) -> u32 {
        let cx = context::current();
        let Some(Sent(counts)) = cx.get::<Sent>() else {
            return 0;
        };
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, sent)) = counts.iter_mut().find(|(position, _)| *position == self) {
            *sent = sent.saturating_add(1);
            return *sent - 1;
        }
        counts.push((self, 1));
        0
    }
}

impl<S> Layer<S> for AttemptsLayer {
    type Service = Attempts<S>;

    fn layer(&self, inner: S) -> Attempts<S> {
        Attempts(inner)
    }
}

impl<R, S: Service<R>> Service<R> for Attempts<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = InContext<S::Future>;

    fn poll_ready(&mut self, task: &mut std::task::Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(task)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let cx: Context = context::current().with_value(Sent::default());
        let future = run_in(&cx, || self.0.call(request));
        InContext::new(cx, future)
    }
}
