//! Any SDK `SpanExporter` as an [`Export`].
//!
//! Such an exporter may block its thread (a blocking HTTP client), need a tokio
//! reactor, or forbid one. So it runs on a blocking thread of the worker's
//! runtime, polled by a plain executor: blocking is allowed there, the runtime's
//! handle is entered, and the worker's own thread stays free to notice a timeout.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, TryLockError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::SpanExporter;

use super::{Batch, BoxFuture, Export, ExportError, Exported};

/// An exporter that somebody else wrote.
#[derive(Debug)]
pub(super) struct Foreign<E> {
    inner: Arc<Mutex<Inner<E>>>,
    name: String,
}

#[derive(Debug)]
struct Inner<E> {
    exporter: E,
    /// The resource it was told of last.
    resource: Option<Resource>,
}

impl<E: SpanExporter + 'static> Foreign<E> {
    pub(super) fn new(exporter: E) -> Self {
        let path = std::any::type_name::<E>();
        let path = path.split('<').next().unwrap_or(path);
        Self {
            name: path.rsplit("::").next().unwrap_or(path).to_owned(),
            inner: Arc::new(Mutex::new(Inner {
                exporter,
                resource: None,
            })),
        }
    }

    /// Runs `call` on a blocking thread; an exporter is never entered twice.
    fn run<R: Send + 'static>(
        &self,
        call: impl FnOnce(&mut Inner<E>) -> R + Send + 'static,
    ) -> BoxFuture<'_, Result<R, String>> {
        let inner = Arc::clone(&self.inner);
        let call = tokio::task::spawn_blocking(move || {
            let mut inner = match inner.try_lock() {
                Ok(inner) => inner,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => {
                    return Err("it is still busy with an earlier call".to_owned());
                }
            };
            Ok(call(&mut inner))
        });
        Box::pin(async move {
            match call.await {
                Ok(result) => result,
                Err(error) => Err(panic_words(error)),
            }
        })
    }
}

impl<E: SpanExporter + 'static> Export for Foreign<E> {
    fn export(&self, batch: Batch) -> BoxFuture<'_, Result<Exported, ExportError>> {
        Box::pin(async move {
            let Batch {
                spans, resource, ..
            } = batch;
            let call = self.run(move |inner| {
                if inner.resource.as_ref() != Some(&resource) {
                    inner.exporter.set_resource(&resource);
                    inner.resource = Some(resource);
                }
                block_on(inner.exporter.export(spans.into_span_data()))
            });
            flatten(call.await)
                .map(|()| Exported::default())
                .map_err(|why| ExportError::new(format!("{} cannot export: {why}", self.name)))
        })
    }

    fn flush(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async {
            flatten(self.run(|inner| inner.exporter.force_flush()).await)
                .map_err(|why| format!("{} cannot flush: {why}", self.name))
        })
    }

    fn shutdown(&self, limit: Duration) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move {
            let call = self.run(move |inner| inner.exporter.shutdown_with_timeout(limit));
            flatten(call.await).map_err(|why| format!("{} cannot shut down: {why}", self.name))
        })
    }

    fn target(&self) -> &str {
        &self.name
    }
}

fn flatten(result: Result<OTelSdkResult, String>) -> Result<(), String> {
    result?.map_err(|error| error.to_string())
}

/// What a person needs from a task that did not return.
pub(super) fn panic_words(error: tokio::task::JoinError) -> String {
    if !error.is_panic() {
        return "it was cancelled".to_owned();
    }
    let payload = error.into_panic();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    match message {
        Some(message) => format!("it panicked: {message}"),
        None => "it panicked".to_owned(),
    }
}

/// The smallest executor: polls, and parks the thread in between.
fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
