//! Messages between two services, by way of a broker in memory: `cargo run --example messaging`.
//!
//! The console shows two traces of orders, each with the message that it sent, and what the consumer did: it receives both
//! messages at once, in a trace of its own, and what it does with each links back to the trace that sent it.

#![forbid(unsafe_code)]

use std::collections::{HashMap, VecDeque};
use std::error::Error;

use traced::context::run_in;
use traced::messaging;
use traced::propagation::MapExtractor;
use traced::semconv::messaging::{MESSAGING_CONSUMER_GROUP_NAME, Operation};
use traced::setup::Exporter;
use traced::span::Scope;
use traced::traced;

static SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

/// What brokers carry: headers are names and bytes.
struct Message {
    headers: HashMap<String, Vec<u8>>,
    order: u32,
}

type Topic = VecDeque<Message>;

fn operation(name: &'static str) -> Operation<'static> {
    Operation::new("kafka", name)
        .destination("orders")
        .server("localhost", Some(9092))
}

fn main() -> Result<(), Box<dyn Error>> {
    let telemetry = traced::builder("messaging-example")
        .default_exporter(Exporter::Console)
        .install()?;
    let mut topic = Topic::new();
    for order in [17, 18] {
        enter(order, &mut topic);
    }
    consume(&mut topic);
    telemetry.shutdown()?;
    Ok(())
}

#[traced("order.enter", root)]
fn enter(order: u32, topic: &mut Topic) {
    let mut headers = HashMap::new();
    // The span's context is in the headers from here on.
    let sending = messaging::send(&SCOPE, &operation("send"), &mut headers);
    topic.push_back(Message { headers, order });
    sending.end();
}

fn consume(topic: &mut Topic) {
    let fetched: Vec<Message> = topic.drain(..).collect();
    let poll = operation("poll")
        .batch(fetched.len())
        .attribute(MESSAGING_CONSUMER_GROUP_NAME, "packing");
    let contexts = fetched
        .iter()
        .map(|message| MapExtractor::of(&message.headers));
    messaging::receive(&SCOPE, &poll, contexts).end();

    for message in &fetched {
        let context = MapExtractor::of(&message.headers);
        let processing = messaging::process(&SCOPE, &operation("process"), &context);
        run_in(processing.context(), || pack(message.order));
        processing.end();
    }
}

#[traced("parcel.pack")]
fn pack(_order: u32) {}
