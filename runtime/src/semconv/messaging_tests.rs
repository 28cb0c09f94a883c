//! The rules MS-1 and MS-5, and which attributes stand on which span.

use opentelemetry::trace::SpanKind;

use super::{MESSAGING_CONSUMER_GROUP_NAME, Operation, OperationType};

fn attributes(operation: &Operation<'_>, ty: OperationType) -> Vec<String> {
    let attributes = operation.attributes(ty);
    let attributes = attributes.iter();
    attributes
        .map(|pair| format!("{}={}", pair.key, pair.value))
        .collect()
}

#[test]
fn ms_1_the_name_is_the_operation_and_the_destination() {
    let send = Operation::new("rabbitmq", "publish");
    let broker = send.clone().server("mq", Some(5672));
    for (operation, name) in [
        (send.clone(), "publish"),
        (send.clone().server("mq", None), "publish mq"),
        (broker.clone(), "publish mq:5672"),
        (
            broker.clone().temporary_destination("re-7"),
            "publish mq:5672",
        ),
        (broker.clone().destination("orders"), "publish orders"),
        (
            broker.destination("orders/17").template("orders/{id}"),
            "publish orders/{id}",
        ),
    ] {
        assert_eq!(operation.span_name(), name);
    }
}

#[test]
fn kinds() {
    for (ty, kind) in [
        (OperationType::Create, SpanKind::Producer),
        (OperationType::SendMessage, SpanKind::Producer),
        (OperationType::Receive, SpanKind::Client),
        (OperationType::Process, SpanKind::Consumer),
        (OperationType::Settle, SpanKind::Client),
    ] {
        assert_eq!(ty.span_kind(), kind, "{ty:?}");
    }
}

#[test]
fn ms_5_attributes_of_a_single_message() {
    let operation = Operation::new("kafka", "poll")
        .destination("orders")
        .server("broker", Some(9092))
        .peer("10.0.0.7:9092".parse().expect("an address"))
        .message_id("17")
        .attribute(MESSAGING_CONSUMER_GROUP_NAME, "billing");
    let receive = attributes(&operation, OperationType::Receive);
    assert_eq!(
        receive,
        [
            "messaging.system=kafka",
            "messaging.operation.name=poll",
            "messaging.operation.type=receive",
            "messaging.destination.name=orders",
            "server.address=broker",
            "server.port=9092",
            "messaging.message.id=17",
            "network.peer.address=10.0.0.7",
            "network.peer.port=9092",
            "messaging.consumer.group.name=billing",
        ]
    );
    for ty in [OperationType::Create, OperationType::Process] {
        let keys = attributes(&operation, ty);
        assert!(
            !keys.iter().any(|key| key.starts_with("network.")),
            "{ty:?}"
        );
    }
}

#[test]
fn attributes_of_a_batch() {
    let operation = Operation::new("kafka", "poll").message_id("17").batch(0);
    assert_eq!(
        attributes(&operation, OperationType::Receive)[3..],
        ["messaging.batch.message_count=0"]
    );
}
