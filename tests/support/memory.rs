//! Spans kept in memory, for one test: its provider travels in the context, so that tests
//! that run in parallel do not meet. At the end of the test they have to conform.

use std::sync::{Arc, Mutex, Once, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use tower::{Layer, Service};
use traced::context::{self, Context, InContext, run_in};
use traced::opentelemetry::propagation::TextMapCompositePropagator;
use traced::opentelemetry::trace::Status;
use traced::opentelemetry::{Value, global};
use traced::propagation::{BaggagePropagator, TraceContextPropagator};
use traced::provider::{Local, Provider};
use traced::testing::Rule;

use crate::conforming::{allowing, conventions};

/// How long a condition may take to come true before a test fails.
const DEADLINE: Duration = Duration::from_secs(20);

/// The spans of one test.
#[derive(Debug, Clone)]
pub struct Memory {
    judged: Arc<Judged>,
    context: Context,
}

/// What is judged when the test is over.
#[derive(Debug)]
struct Judged {
    exporter: InMemorySpanExporter,
    allowed: Mutex<Vec<Rule>>,
}

impl Memory {
    /// Nothing recorded yet.
    pub fn new() -> Self {
        set_propagators();
        let exporter = InMemorySpanExporter::default();
        let provider = SdkTracerProvider::builder()
            .with_simple_exporter(exporter.clone())
            .build();
        let context = Context::new().with_value(Local(Provider::new(provider)));
        let allowed = Mutex::default();
        Self {
            judged: Arc::new(Judged { exporter, allowed }),
            context,
        }
    }

    /// For a test in which something is wrong on purpose: all spans conform but for that rule.
    pub fn allowing(self, rule: Rule) -> Self {
        let mut allowed = lock(&self.judged.allowed);
        allowed.push(rule);
        drop(allowed);
        self
    }

    /// A context without a span whose spans are recorded here.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// A layer that records what its requests do. A server's connections run in tasks of
    /// their own, which a test's context does not reach.
    pub fn layer(&self) -> RecordLayer {
        RecordLayer(self.context.clone())
    }

    /// The ended spans, in the order of their ends.
    pub fn spans(&self) -> Vec<SpanData> {
        self.judged
            .exporter
            .get_finished_spans()
            .expect("the exporter was not shut down")
    }

    /// Waits until `count` spans have ended, and says so if there are more.
    ///
    /// # Panics
    ///
    /// When they do not come, or come in too great a number.
    pub async fn ended(&self, count: usize) -> Vec<SpanData> {
        let start = Instant::now();
        loop {
            let spans = self.spans();
            assert!(
                spans.len() <= count,
                "{} spans, not {count}: {spans:#?}",
                spans.len()
            );
            if spans.len() == count {
                return spans;
            }
            assert!(
                start.elapsed() < DEADLINE,
                "{} of {count} spans: {spans:#?}",
                spans.len()
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Waits for the one span of a test.
    pub async fn only(&self) -> SpanData {
        self.ended(1).await.remove(0)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Judged {
    /// # Panics
    ///
    /// If a span breaks a convention, unless the test has failed already.
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let spans = self.exporter.get_finished_spans().unwrap_or_default();
        let findings = conventions().clone().allowing_any_root().findings(&spans);
        let conventions = allowing(&lock(&self.allowed), &findings);
        conventions.allowing_any_root().assert(&spans);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets W3C trace context and baggage for the whole process: propagators know no test.
pub fn set_propagators() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        global::set_text_map_propagator(TextMapCompositePropagator::new(vec![
            Box::new(TraceContextPropagator::new()),
            Box::new(BaggagePropagator::new()),
        ]));
    });
}

/// See [`Memory::layer`].
#[derive(Debug, Clone)]
pub struct RecordLayer(Context);

impl RecordLayer {
    /// Records what its requests do where the current context is recorded: inside of
    /// `traced::testing::record`.
    pub fn here() -> Self {
        set_propagators();
        Self(context::current())
    }
}

impl<S> Layer<S> for RecordLayer {
    type Service = Record<S>;

    fn layer(&self, inner: S) -> Record<S> {
        Record {
            context: self.0.clone(),
            inner,
        }
    }
}

/// The service of [`RecordLayer`].
#[derive(Debug, Clone)]
pub struct Record<S> {
    context: Context,
    inner: S,
}

impl<R, S: Service<R>> Service<R> for Record<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = InContext<S::Future>;

    fn poll_ready(&mut self, task: &mut std::task::Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let future = run_in(&self.context, || self.inner.call(request));
        InContext::new(self.context.clone(), future)
    }
}

/// What tests ask of a span.
pub trait Facts {
    /// An attribute's value.
    fn attribute(&self, key: &str) -> Option<Value>;

    /// An attribute's value as text; `None` if it is absent.
    fn text(&self, key: &str) -> Option<String> {
        self.attribute(key).map(|value| value.to_string())
    }

    /// `unset`, or `error` with its `error.type` and description.
    fn outcome(&self) -> String;

    /// Whether the parent is `parent`.
    fn is_child_of(&self, parent: &SpanData) -> bool;
}

impl Facts for SpanData {
    fn attribute(&self, key: &str) -> Option<Value> {
        // The SDK keeps what was set twice; the last one counts.
        let found = self
            .attributes
            .iter()
            .rev()
            .find(|kv| kv.key.as_str() == key);
        found.map(|kv| kv.value.clone())
    }

    fn outcome(&self) -> String {
        let error_type = self.text("error.type");
        match (&self.status, error_type) {
            (Status::Unset, None) => "unset".to_owned(),
            (Status::Error { description }, Some(error_type)) if description.is_empty() => {
                format!("error {error_type}")
            }
            (Status::Error { description }, Some(error_type)) => {
                format!("error {error_type}: {description}")
            }
            (status, error_type) => format!("contradiction: {status:?} with {error_type:?}"),
        }
    }

    fn is_child_of(&self, parent: &SpanData) -> bool {
        self.span_context.trace_id() == parent.span_context.trace_id()
            && self.parent_span_id == parent.span_context.span_id()
    }
}
