//! Channels from many to many: each receiver adds to the sender's trace.

use traced::sync::broadcast;
use traced::testing::record;
use traced::{FutureExt as _, traced};

use super::on_both_runtimes;

#[traced]
async fn apply(price: u32) -> u32 {
    price
}

#[test]
fn each_receiver_is_a_child_or_a_link() {
    on_both_runtimes(|| async {
        let (prices, mut cache) = broadcast::channel(4);
        let mut audit = prices.subscribe();
        let recorded = record(async {
            async { assert_eq!(prices.send(7).expect("there are receivers"), 2) }
                .traced("request")
                .await;
            let message = cache.recv().await.expect("it was sent");
            assert_eq!(message.process("cache.apply", apply).await, 7);
            let message = audit.recv().await.expect("it was sent");
            message.process_linked("audit.apply", apply).await;
        })
        .await;
        assert_eq!(
            recorded.tree(),
            "request\n  cache.apply\n    apply\naudit.apply\n  ~ link to request\n  apply\n"
        );
    });
}

#[test]
fn errors_are_tokios() {
    use broadcast::error::{RecvError, TryRecvError};
    on_both_runtimes(|| async {
        let (prices, mut late) = broadcast::channel(1);
        prices.send(1).expect("there is a receiver");
        prices.send(2).expect("there is a receiver");
        let lagged = late.recv().await.expect_err("one was missed");
        assert_eq!(lagged, RecvError::Lagged(1));
        assert_eq!(late.recv().await.expect("the second").into_inner(), 2);
        assert_eq!(late.try_recv().expect_err("empty"), TryRecvError::Empty);
        drop(late);
        assert_eq!(prices.send(3).expect_err("nobody listens").0, 3);
    });
}
