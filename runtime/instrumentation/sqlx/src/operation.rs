//! The span of one call: it starts at the first poll and ends with the result, the last row, the error or the drop.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use sqlx::Error;
use traced::context::{self, run_in};
use traced::semconv::db::{DB_RESPONSE_RETURNED_ROWS, DB_RESPONSE_STATUS_CODE};
use traced::span::{SpanGuard, SpanStart};

use crate::driver::Facts;

/// A call that has a span, as soon as it is polled.
pub(crate) struct Operation {
    facts: Arc<Facts>,
    state: State,
    /// The inner future or stream is being polled. Still set when it is dropped: the poll panicked.
    polling: bool,
    /// Rows that the caller was given, where that is to be recorded and the call is one that gives rows.
    rows: Option<i64>,
}

/// How many rows an item of a call stands for; `None` for a call that gives none.
pub(crate) type Rows<T> = Option<fn(&T) -> i64>;

enum State {
    /// Nothing has been sent yet; the context is that of the call.
    Called(Box<SpanStart>, context::Context),
    Running(SpanGuard),
    /// What is dropped after the end is still dropped in its trace.
    Over(context::Context),
}

impl Operation {
    /// A call that will have this span; one without only runs in the context that it was made in.
    pub(crate) fn new(facts: &Arc<Facts>, start: Option<SpanStart>) -> Self {
        let called = context::current();
        let state = match start {
            Some(start) => State::Called(Box::new(start.called_in(&called)), called),
            None => State::Over(called),
        };
        Self {
            facts: Arc::clone(facts),
            state,
            polling: false,
            rows: None,
        }
    }

    fn context(&self) -> &context::Context {
        match &self.state {
            State::Called(_, cx) | State::Over(cx) => cx,
            State::Running(span) => span.context(),
        }
    }

    /// Starts the span, if it has not started yet.
    pub(crate) fn begin(&mut self) -> &context::Context {
        if matches!(self.state, State::Called(..)) {
            let over = State::Over(self.context().clone());
            if let State::Called(start, _) = std::mem::replace(&mut self.state, over) {
                self.state = State::Running(start.start());
            }
        }
        self.context()
    }

    fn poll<R>(&mut self, poll: impl FnOnce() -> R) -> R {
        self.begin();
        self.polling = true;
        let polled = run_in(self.context(), poll);
        self.polling = false;
        polled
    }

    fn take(&mut self) -> Option<SpanGuard> {
        let over = State::Over(self.context().clone());
        match std::mem::replace(&mut self.state, over) {
            State::Running(span) => {
                if let Some(rows) = self.rows {
                    span.set(DB_RESPONSE_RETURNED_ROWS, rows);
                }
                Some(span)
            }
            State::Called(..) | State::Over(_) => None,
        }
    }

    fn counts<T>(&mut self, rows: Rows<T>) {
        self.rows = rows.filter(|_| self.facts.options.returned_rows).map(|_| 0);
    }

    fn count<T>(&mut self, item: &T, rows: Rows<T>) {
        if let (Some(count), Some(rows)) = (&mut self.rows, rows) {
            *count = count.saturating_add(rows(item));
        }
    }

    fn ended<T>(&mut self, result: Option<&Result<T, Error>>) {
        if let Some(span) = self.take() {
            if let Some(Err(error)) = result {
                failed(&span, &self.facts, error);
            }
            span.end();
        }
    }

    fn dropped(&mut self) {
        if let Some(span) = self.take() {
            if self.polling {
                span.panicked();
            } else {
                span.cancel();
            }
        }
    }
}

/// The code that the database gave, or else the name of sqlx's variant (DB-3).
fn failed(span: &SpanGuard, facts: &Facts, error: &Error) {
    if !span.is_recording() {
        return;
    }
    let Error::Database(error) = error else {
        span.error(error_type(error), Some(error.to_string()));
        return;
    };
    let Some(code) = (facts.status_code)(&**error) else {
        span.error("Database", Some(error.message().to_owned()));
        return;
    };
    span.set(DB_RESPONSE_STATUS_CODE, code.clone());
    if facts.system.is_error(&code) {
        span.error(code, Some(error.message().to_owned()));
    }
}

fn error_type(error: &Error) -> &'static str {
    match error {
        Error::Configuration(_) => "Configuration",
        Error::InvalidArgument(_) => "InvalidArgument",
        Error::Io(_) => "Io",
        Error::Tls(_) => "Tls",
        Error::Protocol(_) => "Protocol",
        Error::RowNotFound => "RowNotFound",
        Error::TypeNotFound { .. } => "TypeNotFound",
        Error::ColumnIndexOutOfBounds { .. } => "ColumnIndexOutOfBounds",
        Error::ColumnNotFound(_) => "ColumnNotFound",
        Error::ColumnDecode { .. } => "ColumnDecode",
        Error::Encode(_) => "Encode",
        Error::Decode(_) => "Decode",
        Error::PoolTimedOut => "PoolTimedOut",
        Error::PoolClosed => "PoolClosed",
        Error::WorkerCrashed => "WorkerCrashed",
        Error::InvalidSavePointStatement => "InvalidSavePointStatement",
        Error::BeginFailed => "BeginFailed",
        _ => "_OTHER",
    }
}

/// A future or stream of sqlx with the span of its call.
struct Traced<I, T> {
    inner: Option<I>,
    operation: Operation,
    rows: Rows<T>,
}

impl<I, T> Traced<I, T> {
    fn new(mut operation: Operation, rows: Rows<T>, inner: I) -> Pin<Box<Self>> {
        operation.counts(rows);
        Box::pin(Self {
            inner: Some(inner),
            operation,
            rows,
        })
    }
}

/// Gives a future of sqlx the span of its call.
pub(crate) fn future<'e, T: Send + 'e>(
    operation: Operation,
    rows: Rows<T>,
    inner: BoxFuture<'e, Result<T, Error>>,
) -> BoxFuture<'e, Result<T, Error>> {
    Traced::new(operation, rows, inner)
}

/// Gives a stream of sqlx the span of its call.
pub(crate) fn stream<'e, T: 'e>(
    operation: Operation,
    rows: Rows<T>,
    inner: BoxStream<'e, Result<T, Error>>,
) -> BoxStream<'e, Result<T, Error>> {
    Traced::new(operation, rows, inner)
}

impl<T> Future for Traced<BoxFuture<'_, Result<T, Error>>, T> {
    type Output = Result<T, Error>;

    /// # Panics
    ///
    /// When polled after it has completed, as an `async` block does.
    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let Self {
            inner,
            operation,
            rows,
        } = &mut *self;
        let Some(future) = inner else {
            panic!("the future of a query was polled after completion");
        };
        let result = ready!(operation.poll(|| future.as_mut().poll(task)));
        run_in(&operation.context().clone(), || *inner = None);
        if let Ok(output) = &result {
            operation.count(output, *rows);
        }
        operation.ended(Some(&result));
        Poll::Ready(result)
    }
}

impl<T> Stream for Traced<BoxStream<'_, Result<T, Error>>, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self {
            inner,
            operation,
            rows,
        } = &mut *self;
        let Some(stream) = inner else {
            return Poll::Ready(None);
        };
        let item = ready!(operation.poll(|| stream.as_mut().poll_next(task)));
        match &item {
            Some(Ok(row)) => operation.count(row, *rows),
            end => operation.ended(end.as_ref()),
        }
        Poll::Ready(item)
    }
}

impl<I, T> Drop for Traced<I, T> {
    fn drop(&mut self) {
        let cx = self.operation.context().clone();
        run_in(&cx, || self.inner = None);
        self.operation.dropped();
    }
}
