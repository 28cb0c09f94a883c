//! Channels from many to one: a message is processed in the trace that its caller says.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use traced::context::{self, InContextFn};
use traced::span::{Scope, SpanStart};
use traced::sync::{Message, mpsc};
use traced::testing::{record, record_sync};
use traced::{FutureExt as _, traced};

use super::{Dropped, blocking_work, on_both_runtimes, work};

#[traced]
async fn ship(order: u32) -> u32 {
    order
}

/// What a consumer that belongs to no request does with its messages.
fn consume(mut inbox: mpsc::Receiver<u32>) -> tokio::task::JoinHandle<Vec<u32>> {
    tokio::spawn(async move {
        let mut shipped = Vec::new();
        while let Some(message) = inbox.recv().await {
            shipped.push(message.process("order.ship", ship).await);
        }
        shipped
    })
}

#[test]
fn processing_is_a_child_of_the_sending_span() {
    on_both_runtimes(|| async {
        let (orders, inbox) = mpsc::channel(2);
        let consumer = consume(inbox);
        let recorded = record(async move {
            for (request, order) in [("first", 1), ("second", 2)] {
                async { orders.send(order).await.expect("it lives") }
                    .traced(request)
                    .await;
            }
            drop(orders);
            consumer.await.expect("sound")
        })
        .await;
        assert_eq!(recorded.output, [1, 2]);
        assert_eq!(
            recorded.tree(),
            "first\n  order.ship\n    ship\nsecond\n  order.ship\n    ship\n"
        );
    });
}

#[test]
fn the_context_is_that_of_the_call_to_send() {
    on_both_runtimes(|| async {
        let (orders, mut inbox) = mpsc::channel(1);
        let recorded = record(async {
            let request = SpanStart::new(&Scope::new("tests", ""), "request").start();
            let sending = context::run_in(request.context(), || orders.send(1));
            request.end();
            sending.traced("elsewhere").await.expect("there is room");
            let message = inbox.recv().await.expect("it was sent");
            message.process("order.ship", ship).await;
        })
        .await;
        assert_eq!(
            recorded.tree(),
            "request\n  order.ship\n    ship\nelsewhere\n"
        );
    });
}

#[test]
fn a_consumer_in_a_trace_of_its_own_leaves_a_link() {
    on_both_runtimes(|| async {
        let (orders, mut inbox) = mpsc::unbounded_channel();
        let recorded = record(async {
            async { orders.send(1).expect("it lives") }
                .traced("request")
                .await;
            let message = inbox.recv().await.expect("it was sent");
            let shipping = async { message.process("order.ship", ship).await };
            shipping.traced("consumer").await;
        })
        .await;
        assert_eq!(
            recorded.tree(),
            "request\n  order.ship\n    ~ link to consumer\n    ship\nconsumer\n"
        );
    });
}

#[test]
fn a_message_of_no_trace_is_processed_in_the_consumers() {
    on_both_runtimes(|| async {
        let (orders, mut inbox) = mpsc::unbounded_channel();
        orders.send(1).expect("it lives");
        let message = inbox.recv().await.expect("it was sent");
        let recorded =
            record(async { message.process("order.ship", ship).await }.traced("consumer")).await;
        assert_eq!(recorded.tree(), "consumer\n  order.ship\n    ship\n");
    });
}

#[test]
fn linked_processing_is_a_new_trace() {
    on_both_runtimes(|| async {
        let (orders, mut inbox) = mpsc::unbounded_channel();
        let recorded = record(async {
            async { orders.send(1).expect("it lives") }
                .traced("request")
                .await;
            let message = inbox.recv().await.expect("it was sent");
            message.process_linked("order.ship", ship).await;
        })
        .await;
        assert_eq!(
            recorded.tree(),
            "request\norder.ship\n  ~ link to request\n  ship\n"
        );
    });
}

#[test]
fn every_way_to_send_captures() {
    on_both_runtimes(|| async {
        let (orders, mut inbox) = mpsc::channel(8);
        let recorded = record(
            async move {
                let second = Duration::from_secs(1);
                orders.send(1).await.expect("it lives");
                orders.try_send(2).expect("it lives");
                orders.send_timeout(3, second).await.expect("it lives");
                orders.reserve().await.expect("it lives").send(4);
                for (permit, order) in orders.reserve_many(2).await.expect("room").zip([5, 6]) {
                    permit.send(order);
                }
                let permit = orders.clone().reserve_owned().await.expect("room");
                let orders = permit.send(7);
                let sending = traced::task::spawn_blocking(move || orders.blocking_send(8));
                sending.await.expect("sound").expect("it lives");
            }
            .traced("request"),
        );
        let mut messages = Vec::new();
        let recorded = record_and(recorded, async {
            while inbox.recv_many(&mut messages, 16).await > 0 {}
            for message in messages {
                message.process("order.ship", ship).await;
            }
        })
        .await;
        let tree = "request\n".to_owned() + &"  order.ship\n    ship\n".repeat(8);
        assert_eq!(recorded.tree(), tree);
    });
}

/// A recording waits until nothing holds its context, and so do the messages.
async fn record_and<T>(recording: impl Future<Output = T>, then: impl Future<Output = ()>) -> T {
    tokio::join!(recording, then).0
}

#[test]
fn errors_give_the_value_back_as_tokios_do() {
    on_both_runtimes(|| async {
        let (orders, inbox) = mpsc::channel(1);
        orders.try_send(1).expect("there is room");
        let full = orders.try_send(2).expect_err("it is full");
        assert_eq!(full.into_inner(), 2);
        let timeout = orders.send_timeout(3, Duration::ZERO).await;
        assert_eq!(timeout.expect_err("it is full").into_inner(), 3);
        drop(inbox);
        assert_eq!(orders.send(4).await.expect_err("closed").0, 4);
        assert!(orders.reserve().await.is_err());
        assert!(orders.is_closed());
        let (orders, inbox) = mpsc::unbounded_channel();
        drop(inbox);
        assert_eq!(orders.send(5).expect_err("closed").0, 5);
    });
}

#[test]
fn unread_and_abandoned_messages_are_dropped_in_their_trace() {
    on_both_runtimes(|| async {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let recorded = record(async {
            for request in ["first", "second", "third"] {
                async { sender.send(Dropped).expect("it lives") }
                    .traced(request)
                    .await;
            }
            drop(inbox.recv().await);
            let second = inbox.recv().await.expect("it was sent");
            drop(second.process("never.polled", |_| async {}));
            drop(inbox);
        })
        .await;
        assert_eq!(
            recorded.tree(),
            "first\n  dropped\nsecond\n  dropped\nthird\n  dropped\n"
        );
    });
}

#[test]
fn processing_that_is_given_up_is_cancelled_and_that_panics_panicked() {
    on_both_runtimes(|| async {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let recorded = record(async {
            for _ in 0..2 {
                async { sender.send(()).expect("it lives") }
                    .traced("request")
                    .await;
            }
            let message = inbox.recv().await.expect("it was sent");
            let forever = message.process("forever", |()| async {
                let _on_drop = Dropped;
                std::future::pending::<()>().await;
            });
            let elapsed = tokio::time::timeout(Duration::ZERO, forever).await;
            assert!(elapsed.is_err());
            let message = inbox.recv().await.expect("it was sent");
            let fragile = message.process("fragile", |()| async {
                std::panic::resume_unwind(Box::new(()));
            });
            assert!(tokio::spawn(fragile).await.is_err());
        })
        .await;
        assert_eq!(
            recorded.tree(),
            "request\n  forever cancelled\n    dropped\nrequest\n  fragile panicked\n"
        );
    });
}

#[test]
fn a_message_is_its_value_and_its_context() {
    on_both_runtimes(|| async {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let recorded = record(async {
            async { sender.send(vec![1]).expect("it lives") }
                .traced("request")
                .await;
            let mut message: Message<Vec<u32>> = inbox.recv().await.expect("it was sent");
            message.push(2);
            assert_eq!(message.len(), 2);
            assert_eq!(format!("{message:?}"), "Message([1, 2])");
            let (value, cx) = message.into_parts();
            InContextFn::new(cx.clone(), blocking_work).call();
            work().in_trace(cx).await;
            value
        })
        .await;
        assert_eq!(recorded.output, [1, 2]);
        assert_eq!(recorded.tree(), "request\n  blocking_work\n  work\n");
    });
}

#[test]
fn a_thread_without_a_runtime_processes_in_the_trace_of_the_sender() {
    let recorded = record_sync(|| {
        let (sender, mut inbox) = mpsc::channel(1);
        let request = SpanStart::new(&Scope::new("tests", ""), "request").start();
        context::run_in(request.context(), || {
            sender.blocking_send(7).expect("it lives");
        });
        request.end();
        let consumer = std::thread::spawn(move || {
            let message = inbox.blocking_recv().expect("it was sent");
            let twice = |order: u32| {
                blocking_work();
                order * 2
            };
            let doubled = message.process_blocking("order.double", twice);
            assert!(traced::current().trace_id().is_none(), "it is restored");
            doubled
        });
        consumer.join().expect("no panic")
    });
    assert_eq!(recorded.output, 14);
    recorded.assert_connected();
    assert_eq!(
        recorded.tree(),
        "request\n  order.double\n    blocking_work\n"
    );
}

#[test]
fn processing_that_panics_ends_its_span_so() {
    let recorded = record_sync(|| {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        sender.send(()).expect("it lives");
        let message = inbox.try_recv().expect("it was sent");
        let processed = std::panic::catch_unwind(AssertUnwindSafe(|| {
            message.process_blocking("order.fail", |()| std::panic::resume_unwind(Box::new(())));
        }));
        assert!(processed.is_err());
    });
    assert_eq!(recorded.tree(), "order.fail panicked\n");
}
