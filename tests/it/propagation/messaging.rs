//! A broker in memory: producers and consumers of one queue, and how their spans hang
//! together.

use std::collections::{HashMap, VecDeque};

use opentelemetry_sdk::trace::SpanData;
use traced::context::{current, run_in};
use traced::messaging;
use traced::opentelemetry::Value;
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::opentelemetry::trace::{SpanContext, SpanKind, TraceContextExt as _};
use traced::propagation::{Extractor as _, MapExtractor};
use traced::semconv::messaging::{MESSAGING_OPERATION_TYPE, Operation};
use traced::span::{Scope, SpanGuard, SpanStart};
use traced_tests::memory::{Facts as _, Memory};

static SCOPE: Scope = Scope::new("test", "");

/// A message as Kafka, AMQP and NATS have them: headers are bytes.
type Message = HashMap<String, Vec<u8>>;

fn publish() -> Operation<'static> {
    Operation::new("rabbitmq", "publish").destination("orders")
}

fn consume() -> Operation<'static> {
    Operation::new("rabbitmq", "consume").destination("orders")
}

/// Three requests publish a message each; the second one brought its own context.
fn published(memory: &Memory) -> VecDeque<Message> {
    let mut queue = VecDeque::new();
    for n in 0..3 {
        let mut message = Message::new();
        if n == 1 {
            message.insert("traceparent".to_owned(), FOREIGN.as_bytes().to_vec());
        }
        message.insert("baggage".to_owned(), format!("user={n}").into_bytes());
        run_in(memory.context(), || {
            let request = SpanStart::new(&SCOPE, "request")
                .kind(SpanKind::Server)
                .start();
            run_in(request.context(), || {
                messaging::send(&SCOPE, &publish(), &mut message).end();
            });
            request.end();
        });
        queue.push_back(message);
    }
    queue
}

const FOREIGN: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn links(span: &SpanData) -> Vec<&SpanContext> {
    span.links
        .links
        .iter()
        .map(|link| &link.span_context)
        .collect()
}

fn named<'a>(spans: &'a [SpanData], name: &str) -> Vec<&'a SpanData> {
    spans.iter().filter(|span| span.name == name).collect()
}

fn is_creation_of(link: &SpanContext, sent: &SpanData) -> bool {
    let own = &sent.span_context;
    link.is_remote() && (link.trace_id(), link.span_id()) == (own.trace_id(), own.span_id())
}

#[test]
fn ms_2_a_send_gives_the_message_its_context_unless_it_has_one() {
    let memory = Memory::new();
    let queue = published(&memory);
    let spans = memory.spans();
    let sends = named(&spans, "publish orders");
    let kinds: Vec<_> = sends.iter().map(|span| span.span_kind.clone()).collect();
    assert_eq!(
        kinds,
        [SpanKind::Producer, SpanKind::Client, SpanKind::Producer]
    );
    assert_eq!(queue[1]["traceparent"], FOREIGN.as_bytes(), "not changed");
    assert_eq!(links(sends[1])[0].span_id().to_string(), &FOREIGN[36..52]);
    assert!(links(sends[0]).is_empty());
    let sent = String::from_utf8(queue[0]["traceparent"].clone()).expect("text");
    assert_eq!(&sent[36..52], sends[0].span_context.span_id().to_string());
}

#[test]
fn ms_3_a_batch_links_to_the_creation_of_each_message() {
    let memory = Memory::new();
    let queue = published(&memory);
    run_in(memory.context(), || {
        let poll = Operation::new("rabbitmq", "poll").destination("orders");
        let messages = queue.iter().map(MapExtractor::of);
        messaging::receive(&SCOPE, &poll.clone().batch(3), messages).end();
        let none: [MapExtractor<'_>; 0] = [];
        messaging::receive(&SCOPE, &poll.batch(0), none).end();
        messaging::settle(&SCOPE, &Operation::new("rabbitmq", "ack")).end();
    });
    let spans = memory.spans();
    let sends = named(&spans, "publish orders");
    let [received, empty] = named(&spans, "poll orders")[..] else {
        unreachable!("two polls")
    };
    assert_eq!(received.span_kind, SpanKind::Client);
    assert_eq!(received.links.links.len(), 3);
    assert!(is_creation_of(links(received)[0], sends[0]));
    assert!(is_creation_of(links(received)[2], sends[2]));
    let traces = sends.iter().map(|span| span.span_context.trace_id());
    assert!(
        !traces
            .into_iter()
            .any(|trace| trace == received.span_context.trace_id())
    );
    assert!(links(empty).is_empty());
    assert_eq!(
        empty.attribute("messaging.batch.message_count"),
        Some(Value::I64(0))
    );
    assert_eq!(named(&spans, "ack")[0].span_kind, SpanKind::Client);
}

#[test]
fn ms_4_what_is_fetched_ahead_has_no_span_until_it_is_handed_over() {
    let memory = Memory::new();
    let queue = published(&memory);
    let published = memory.spans().len();
    run_in(memory.context(), || {
        // What a client library holds ready, and looks at.
        let mut fetched: VecDeque<_> = queue.iter().map(MapExtractor::of).collect();
        assert!(
            fetched
                .iter()
                .all(|message| message.get("traceparent").is_some())
        );
        assert_eq!(memory.spans().len(), published);

        let poll = |messages| {
            Operation::new("rabbitmq", "poll")
                .destination("orders")
                .batch(messages)
        };
        let first = fetched.pop_front();
        messaging::receive(&SCOPE, &poll(1), first).end();
        let nothing: [MapExtractor<'_>; 0] = [];
        messaging::receive(&SCOPE, &poll(0), nothing).end();
    });
    let spans = memory.spans();
    let linked: Vec<_> = named(&spans, "poll orders")
        .iter()
        .map(|span| links(span).len())
        .collect();
    assert_eq!(linked, [1, 0]);
}

#[test]
fn ms_3_processing_links_by_default_with_the_messages_baggage() {
    let memory = Memory::new();
    let mut queue = published(&memory);
    let message = queue.pop_front().expect("a message");
    run_in(memory.context(), || {
        let work = |span: &SpanGuard| {
            run_in(span.context(), || {
                let user = current().baggage().get("user").map(ToString::to_string);
                assert_eq!(user.as_deref(), Some("0"));
            });
        };
        let alone = messaging::process(&SCOPE, &consume(), &MapExtractor::of(&message));
        work(&alone);
        alone.end();
        let ambient = SpanStart::new(&SCOPE, "loop").root().start();
        run_in(ambient.context(), || {
            let inside = messaging::process(&SCOPE, &consume(), &MapExtractor::of(&message));
            work(&inside);
            inside.end();
        });
        ambient.end();
    });
    let spans = memory.spans();
    let sent = named(&spans, "publish orders")[0];
    let [alone, inside] = named(&spans, "consume orders")[..] else {
        unreachable!("two")
    };
    for span in [alone, inside] {
        assert_eq!(span.span_kind, SpanKind::Consumer);
        assert!(is_creation_of(links(span)[0], sent));
        assert_ne!(span.span_context.trace_id(), sent.span_context.trace_id());
        assert_eq!(
            span.attribute(MESSAGING_OPERATION_TYPE),
            Some(Value::from("process"))
        );
    }
    assert_eq!(alone.parent_span_id.to_string(), "0000000000000000");
    assert!(inside.is_child_of(named(&spans, "loop")[0]));
}

#[test]
fn ms_3_one_trace_on_request_links_to_what_was_current() {
    let memory = Memory::new();
    let queue = published(&memory);
    let carrier = MapExtractor::of(&queue[0]);
    run_in(memory.context(), || {
        messaging::process_below(&SCOPE, &consume(), &carrier).end();
        let ambient = SpanStart::new(&SCOPE, "loop").root().start();
        run_in(ambient.context(), || {
            messaging::process_below(&SCOPE, &consume(), &carrier).end();
            let without = Message::new();
            messaging::process_below(&SCOPE, &consume(), &MapExtractor::of(&without)).end();
        });
        ambient.end();
    });
    let spans = memory.spans();
    let sent = named(&spans, "publish orders")[0];
    let ambient = named(&spans, "loop")[0];
    let [alone, inside, without] = named(&spans, "consume orders")[..] else {
        unreachable!("three")
    };
    assert!(alone.is_child_of(sent) && links(alone).is_empty());
    assert!(inside.is_child_of(sent));
    assert_eq!(links(inside)[0].span_id(), ambient.span_context.span_id());
    assert!(without.is_child_of(ambient) && links(without).is_empty());
}

#[test]
fn messages_made_one_by_one_and_sent_together() {
    let memory = Memory::new();
    run_in(memory.context(), || {
        let batch = SpanStart::new(&SCOPE, "request")
            .kind(SpanKind::Server)
            .start();
        run_in(batch.context(), || {
            let create = Operation::new("kafka", "create").destination("orders");
            let messages: Vec<Message> = (0..2)
                .map(|_| {
                    let mut message = Message::new();
                    messaging::create(&SCOPE, &create, &mut message).end();
                    message
                })
                .collect();
            let send = Operation::new("kafka", "send")
                .destination("orders")
                .batch(2);
            messaging::send_batch(&SCOPE, &send, messages.iter().map(MapExtractor::of)).end();
        });
        batch.end();
    });
    let spans = memory.spans();
    let created = named(&spans, "create orders");
    let sent = named(&spans, "send orders")[0];
    assert!(
        created
            .iter()
            .all(|span| span.span_kind == SpanKind::Producer)
    );
    assert_eq!(sent.span_kind, SpanKind::Client);
    for (link, created) in links(sent).into_iter().zip(&created) {
        assert!(is_creation_of(link, created));
    }
    assert_eq!(sent.links.links.len(), 2);
    assert!(!current().has_active_span());
}

#[test]
fn ms_1_a_queue_that_does_not_last_is_no_part_of_the_name() {
    let memory = Memory::new();
    run_in(memory.context(), || {
        let reply = Operation::new("rabbitmq", "publish").temporary_destination("re-7");
        messaging::send(&SCOPE, &reply, &mut Message::new()).end();
    });
    let spans = memory.spans();
    assert_eq!(spans[0].name, "publish");
    let key = "messaging.destination.temporary";
    assert_eq!(spans[0].attribute(key), Some(Value::Bool(true)));
}
