//! Spans of messages: producers and consumers, linked as the conventions say.
//!
//! A message carries the context of the span that made it, its *creation context*. Who
//! receives or processes it links to that span: a batch comes from many traces, a queue
//! may hold messages for days, and neither makes one trace. A consumer of single messages
//! that wants one trace all the same says [`process_below`].
//!
//! ```
//! use traced::messaging;
//! use traced::propagation::MapExtractor;
//! use traced::semconv::messaging::Operation;
//! use traced::span::Scope;
//!
//! const SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
//!
//! // The producer.
//! let mut headers = std::collections::HashMap::<String, Vec<u8>>::new();
//! let operation = Operation::new("kafka", "send").destination("orders");
//! let sending = messaging::send(&SCOPE, &operation, &mut headers);
//! // … client.send(headers, payload) …
//! sending.end();
//!
//! // The consumer.
//! let operation = Operation::new("kafka", "process").destination("orders");
//! let processing = messaging::process(&SCOPE, &operation, &MapExtractor::of(&headers));
//! traced::context::run_in(processing.context(), || { /* the work */ });
//! processing.end();
//! ```
//!
//! `docs/messaging.md` is the guide, and `cargo run --example messaging` shows it.
//!
//! # Header types of client libraries
//!
//! Send with a `Vec<(String, String)>` and fill the library's headers from it; read them
//! with [`MapExtractor::new`](crate::propagation::MapExtractor::new).
//!
//! `rdkafka`:
//!
//! ```ignore
//! let owned = headers.iter().fold(OwnedHeaders::new(), |owned, (key, value)| {
//!     owned.insert(Header { key, value: Some(value) })
//! });
//!
//! let headers = message.headers().into_iter().flat_map(|headers| headers.iter());
//! let carrier = MapExtractor::new(headers.filter_map(|header| Some((header.key, header.value?))));
//! ```
//!
//! `lapin`:
//!
//! ```ignore
//! let mut table = FieldTable::default();
//! for (name, value) in headers {
//!     table.insert(name.into(), AMQPValue::LongString(value.into()));
//! }
//! let properties = BasicProperties::default().with_headers(table);
//!
//! let table = delivery.properties.headers().iter().flat_map(|table| table.inner());
//! let carrier = MapExtractor::new(table.filter_map(|(name, value)| match value {
//!     AMQPValue::LongString(text) => Some((name.as_str(), text.as_bytes())),
//!     _ => None,
//! }));
//! ```
//!
//! `async-nats`:
//!
//! ```ignore
//! let mut map = async_nats::HeaderMap::new();
//! for (name, value) in &headers {
//!     map.insert(name.as_str(), value.as_str());
//! }
//!
//! let headers = message.headers.iter().flat_map(|headers| headers.iter());
//! let carrier = MapExtractor::new(headers.flat_map(|(name, values)| {
//!     values.iter().map(|value| (name.as_ref(), value.as_str()))
//! }));
//! ```

use opentelemetry::Context;
use opentelemetry::baggage::{BaggageExt as _, KeyValueMetadata};
use opentelemetry::trace::{SpanContext, SpanKind, TraceContextExt as _};

use crate::context;
use crate::diagnostics::Place;
use crate::propagation::{self, Extractor, FieldMap, MapExtractor, MapInjector};
use crate::semconv::messaging::{Operation, OperationType};
use crate::span::{Scope, SpanGuard, SpanStart};

/// Starts the span of a message that is made now and sent later, perhaps in a batch, and
/// writes its context into the headers.
#[track_caller]
pub fn create(scope: &Scope, operation: &Operation<'_>, headers: &mut impl FieldMap) -> SpanGuard {
    let span = begin(scope, operation, OperationType::Create).start();
    propagation::inject(span.context(), &mut MapInjector(headers));
    span
}

/// Starts the span of a message that is sent, and writes its context into the headers.
///
/// If the headers hold a context already, of [`create`] or of the application, that one
/// stays; the span links to it, and is a client's (MS-2).
#[track_caller]
pub fn send(scope: &Scope, operation: &Operation<'_>, headers: &mut impl FieldMap) -> SpanGuard {
    let span = begin(scope, operation, OperationType::SendMessage);
    let creation = creation(&MapExtractor::of(headers), Place::caller());
    if creation.is_valid() {
        return span.kind(SpanKind::Client).link(creation).start();
    }
    let span = span.start();
    propagation::inject(span.context(), &mut MapInjector(headers));
    span
}

/// Starts the span of messages that are sent together; it links to the creation context of
/// each. Give them one by [`create`] first.
#[track_caller]
pub fn send_batch<E: Extractor>(
    scope: &Scope,
    operation: &Operation<'_>,
    messages: impl IntoIterator<Item = E>,
) -> SpanGuard {
    let span = begin(scope, operation, OperationType::SendMessage).kind(SpanKind::Client);
    linked(span, messages, Place::caller()).start()
}

/// Starts the span of messages that were asked for, and links to the creation context of
/// each (MS-3). None is fine. Not for messages that a client library has fetched ahead,
/// before it hands them over (MS-4).
#[track_caller]
pub fn receive<E: Extractor>(
    scope: &Scope,
    operation: &Operation<'_>,
    messages: impl IntoIterator<Item = E>,
) -> SpanGuard {
    let span = begin(scope, operation, OperationType::Receive);
    linked(span, messages, Place::caller()).start()
}

/// Starts the span of a message that is worked on, below the current span or as a root,
/// and links to its creation context (MS-3). The message's baggage is that of the span's
/// context.
#[track_caller]
pub fn process(scope: &Scope, operation: &Operation<'_>, message: &dyn Extractor) -> SpanGuard {
    let brought = propagation::extract_onto(&Context::new(), message, Place::caller());
    begin(scope, operation, OperationType::Process)
        .link(brought.span().span_context().clone())
        .parent(with_baggage_of(context::current(), &brought))
        .start()
}

/// As [`process`], below the span that created the message: one trace from the producer
/// on. The current span, if there is one, is linked to (MS-3).
///
/// Only for messages that are processed one by one.
#[track_caller]
pub fn process_below(
    scope: &Scope,
    operation: &Operation<'_>,
    message: &dyn Extractor,
) -> SpanGuard {
    let current = context::current();
    let below = propagation::extract_onto(&current, message, Place::caller());
    let ambient = current.span().span_context().clone();
    let span = begin(scope, operation, OperationType::Process);
    if *below.span().span_context() == ambient {
        return span.parent(below).start();
    }
    span.link(ambient).parent(below).start()
}

/// Starts the span of messages that are acknowledged or refused.
#[track_caller]
pub fn settle(scope: &Scope, operation: &Operation<'_>) -> SpanGuard {
    begin(scope, operation, OperationType::Settle).start()
}

#[track_caller]
fn begin(scope: &Scope, operation: &Operation<'_>, ty: OperationType) -> SpanStart {
    SpanStart::new(scope, operation.span_name())
        .kind(ty.span_kind())
        .attributes(operation.attributes(ty))
}

fn linked<E: Extractor>(
    span: SpanStart,
    messages: impl IntoIterator<Item = E>,
    place: Place,
) -> SpanStart {
    let messages = messages.into_iter();
    messages.fold(span, |span, message| span.link(creation(&message, place)))
}

/// The context that a message was created in; invalid if it brought none.
fn creation(message: &dyn Extractor, place: Place) -> SpanContext {
    let brought = propagation::extract_onto(&Context::new(), message, place);
    brought.span().span_context().clone()
}

fn with_baggage_of(cx: Context, brought: &Context) -> Context {
    if brought.baggage().is_empty() {
        return cx;
    }
    let members = brought.baggage().iter();
    let members = members.map(|(key, (value, properties))| {
        KeyValueMetadata::new(key.clone(), value.clone(), properties.clone())
    });
    cx.with_baggage(members.collect::<Vec<_>>())
}
