//! Messages sent and received, as the messaging conventions describe them: names, kinds,
//! attributes.
//!
//! Source: <https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/>,
//! version 1.44 (development). What starts the spans is in
//! [`messaging`](crate::messaging).

use opentelemetry::trace::SpanKind;
use opentelemetry::{KeyValue, Value};
use std::net::SocketAddr;

use super::attribute::{SERVER_ADDRESS, SERVER_PORT};
use super::network;

/// How many messages a batch has; never on a span of a single message.
pub const MESSAGING_BATCH_MESSAGE_COUNT: &str = "messaging.batch.message_count";
/// Which client of the process it is.
pub const MESSAGING_CLIENT_ID: &str = "messaging.client.id";
/// The group that the consumer belongs to.
pub const MESSAGING_CONSUMER_GROUP_NAME: &str = "messaging.consumer.group.name";
/// The queue or topic.
pub const MESSAGING_DESTINATION_NAME: &str = "messaging.destination.name";
/// The partition of the topic.
pub const MESSAGING_DESTINATION_PARTITION_ID: &str = "messaging.destination.partition.id";
/// The low-cardinality template that the destination's name was made from.
pub const MESSAGING_DESTINATION_TEMPLATE: &str = "messaging.destination.template";
/// True where the queue does not last; absent otherwise.
pub const MESSAGING_DESTINATION_TEMPORARY: &str = "messaging.destination.temporary";
/// The size of the message's body in bytes.
pub const MESSAGING_MESSAGE_BODY_SIZE: &str = "messaging.message.body.size";
/// The conversation that the message belongs to.
pub const MESSAGING_MESSAGE_CONVERSATION_ID: &str = "messaging.message.conversation_id";
/// The id of the message; never on a span of a batch.
pub const MESSAGING_MESSAGE_ID: &str = "messaging.message.id";
/// What the system calls the operation: `publish`, `send`, `poll`, `ack`.
pub const MESSAGING_OPERATION_NAME: &str = "messaging.operation.name";
/// What kind of operation that is: see [`OperationType`].
pub const MESSAGING_OPERATION_TYPE: &str = "messaging.operation.type";
/// The messaging system: `kafka`, `rabbitmq`, `nats`, `aws_sqs`.
pub const MESSAGING_SYSTEM: &str = "messaging.system";

/// What an operation does to messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationType {
    /// A message is made, to be sent by a later operation.
    Create,
    /// Messages are given to the broker: `send`. Not a variant `Send`, for which the compiler
    /// would have to spell out the marker trait in everybody's messages.
    SendMessage,
    /// Messages are asked for.
    Receive,
    /// A message is worked on.
    Process,
    /// Messages are acknowledged, or refused.
    Settle,
}

impl OperationType {
    /// The value of [`MESSAGING_OPERATION_TYPE`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::SendMessage => "send",
            Self::Receive => "receive",
            Self::Process => "process",
            Self::Settle => "settle",
        }
    }

    /// The kind of the span. A send of messages that brought a context of their own is
    /// [`SpanKind::Client`] instead (MS-2): it did not make them.
    pub const fn span_kind(self) -> SpanKind {
        match self {
            Self::Create | Self::SendMessage => SpanKind::Producer,
            Self::Receive | Self::Settle => SpanKind::Client,
            Self::Process => SpanKind::Consumer,
        }
    }

    /// Only what talks to the broker has a peer.
    const fn has_peer(self) -> bool {
        !matches!(self, Self::Create | Self::Process)
    }
}

/// What is known of an operation before it begins.
#[derive(Clone, Debug)]
#[must_use = "an operation describes a span, and starts none"]
pub struct Operation<'a> {
    system: &'a str,
    name: &'a str,
    destination: Option<&'a str>,
    template: Option<&'a str>,
    passing: bool,
    server: Option<(&'a str, Option<u16>)>,
    peer: Option<SocketAddr>,
    batch: Option<usize>,
    message_id: Option<&'a str>,
    more: Vec<KeyValue>,
}

impl<'a> Operation<'a> {
    /// An operation of a messaging system, by the name that the system gives it:
    /// `("kafka", "send")`, `("rabbitmq", "publish")`.
    pub fn new(system: &'a str, name: &'a str) -> Self {
        Self {
            system,
            name,
            destination: None,
            template: None,
            passing: false,
            server: None,
            peer: None,
            batch: None,
            message_id: None,
            more: Vec::new(),
        }
    }

    /// The queue or topic, if it is the same for all messages.
    pub fn destination(mut self, name: &'a str) -> Self {
        self.destination = Some(name);
        self
    }

    /// A queue that does not last, such as one for replies: its name is an attribute, and
    /// not part of the span's name. Marked by [`MESSAGING_DESTINATION_TEMPORARY`].
    pub fn temporary_destination(mut self, name: &'a str) -> Self {
        self.destination = Some(name);
        self.passing = true;
        self
    }

    /// The template of the destination's name, where the name holds ids.
    pub fn template(mut self, template: &'a str) -> Self {
        self.template = Some(template);
        self
    }

    /// The broker, as it was configured.
    pub fn server(mut self, address: &'a str, port: Option<u16>) -> Self {
        self.server = Some((address, port));
        self
    }

    /// The other end of the socket. Not recorded on a create or process span.
    pub fn peer(mut self, peer: SocketAddr) -> Self {
        self.peer = Some(peer);
        self
    }

    /// The operation is one on a batch of so many messages, also if it is one or none.
    pub fn batch(mut self, messages: usize) -> Self {
        self.batch = Some(messages);
        self
    }

    /// The id of the only message. Not recorded on a span of a batch.
    pub fn message_id(mut self, id: &'a str) -> Self {
        self.message_id = Some(id);
        self
    }

    /// Anything more: the other keys of this module, a system's own.
    pub fn attribute(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.more.push(KeyValue::new(key, value));
        self
    }

    /// The name of the span, `{operation} {destination}` (MS-1).
    pub fn span_name(&self) -> String {
        let named = self.destination.filter(|_| !self.passing);
        match (self.template.or(named), self.server) {
            (Some(destination), _) => format!("{} {destination}", self.name),
            (None, Some((address, Some(port)))) => format!("{} {address}:{port}", self.name),
            (None, Some((address, None))) => format!("{} {address}", self.name),
            (None, None) => self.name.to_owned(),
        }
    }

    /// The attributes, all of which a sampler should see (MS-5).
    pub fn attributes(&self, ty: OperationType) -> Vec<KeyValue> {
        let mut attributes = vec![
            KeyValue::new(MESSAGING_SYSTEM, self.system.to_owned()),
            KeyValue::new(MESSAGING_OPERATION_NAME, self.name.to_owned()),
            KeyValue::new(MESSAGING_OPERATION_TYPE, ty.as_str()),
        ];
        let mut add = |key, value: Option<Value>| {
            attributes.extend(value.map(|value| KeyValue::new(key, value)));
        };
        let text = |text: &str| Value::from(text.to_owned());
        let port = |port: u16| Value::from(i64::from(port));
        add(MESSAGING_DESTINATION_NAME, self.destination.map(text));
        add(
            MESSAGING_DESTINATION_TEMPORARY,
            self.passing.then_some(Value::Bool(true)),
        );
        add(MESSAGING_DESTINATION_TEMPLATE, self.template.map(text));
        add(
            SERVER_ADDRESS,
            self.server.map(|(address, _)| text(address)),
        );
        add(
            SERVER_PORT,
            self.server.and_then(|(_, number)| number).map(port),
        );
        let count = self
            .batch
            .map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        add(MESSAGING_BATCH_MESSAGE_COUNT, count.map(Value::from));
        let single = self.message_id.filter(|_| self.batch.is_none());
        add(MESSAGING_MESSAGE_ID, single.map(text));
        let peer = self.peer.filter(|_| ty.has_peer());
        attributes.extend(peer.map(network::peer).into_iter().flatten());
        attributes.extend(self.more.iter().cloned());
        attributes
    }
}

#[cfg(test)]
#[path = "messaging_tests.rs"]
mod tests;
