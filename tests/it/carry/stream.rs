//! Streams, polled and dropped in their context; and sets of futures that are streams.

use std::pin::pin;

use futures_util::stream::{self, FuturesUnordered, Stream, StreamExt as _};
use traced::testing::record;
use traced::{FutureExt as _, traced};

use super::{Dropped, on_both_runtimes};

#[traced]
async fn row(number: u32) -> u32 {
    number
}

/// Rows that are read as the stream is polled.
fn rows(count: u32) -> impl Stream<Item = u32> {
    stream::iter(0..count).then(|number| async move { row(number).await })
}

#[test]
fn it_is_polled_in_the_trace_it_was_made_in() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let rows = async { traced::StreamExt::in_current_trace(rows(2)) };
            let rows = rows.traced("query").await;
            let reader = tokio::spawn(async move { rows.collect::<Vec<_>>().await });
            reader.await.expect("sound")
        })
        .await;
        assert_eq!(recorded.output, [0, 1]);
        assert_eq!(recorded.tree(), "query\n  row\n  row\n");
    });
}

#[test]
fn it_is_dropped_there_too() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let rows = async {
                let on_drop = Dropped;
                let rows = stream::pending::<()>().map(move |()| {
                    let _ = &on_drop;
                });
                traced::StreamExt::in_current_trace(rows)
            };
            drop(rows.traced("query").await);
        })
        .await;
        assert_eq!(recorded.tree(), "query\n  dropped\n");
    });
}

#[test]
fn a_span_covers_the_whole_stream() {
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let mut rows = pin!(traced::StreamExt::traced(rows(2), "rows.read"));
                assert_eq!(Stream::size_hint(&*rows), (2, Some(2)));
                while let Some(number) = rows.next().await {
                    row(number + 10).await;
                }
                assert_eq!(rows.next().await, None);
            }
            .traced("request"),
        )
        .await;
        // What is done with the rows is the reader's, not the stream's.
        assert_eq!(
            recorded.tree(),
            "request\n  rows.read\n    row\n    row\n  row\n  row\n"
        );
    });
}

#[test]
fn a_stream_that_is_dropped_before_its_end_is_cancelled() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let mut rows = Box::pin(traced::StreamExt::traced(rows(2), "rows.read"));
            rows.next().await;
        })
        .await;
        assert_eq!(recorded.tree(), "rows.read cancelled\n  row\n");
    });
}

#[test]
fn a_stream_that_panics_ends_its_span() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let rows = stream::iter([()]).map(|()| -> u32 {
                std::panic::resume_unwind(Box::new(()));
            });
            let mut rows = traced::StreamExt::traced(rows, "rows.read");
            let reader = tokio::spawn(async move { rows.next().await });
            assert!(reader.await.is_err());
        })
        .await;
        assert_eq!(recorded.tree(), "rows.read panicked\n");
    });
}

#[test]
fn futures_unordered_keep_the_traces_they_were_called_in() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let first = async { [row(1), row(2)] }.traced("first").await;
            let second = async { [row(3)] }.traced("second").await;
            let set: FuturesUnordered<_> = first.into_iter().chain(second).collect();
            let worker = tokio::spawn(set.collect::<Vec<_>>());
            let mut rows = worker.await.expect("sound");
            rows.sort_unstable();
            rows
        })
        .await;
        assert_eq!(recorded.output, [1, 2, 3]);
        assert_eq!(recorded.tree(), "first\n  row\n  row\nsecond\n  row\n");
    });
}

#[test]
fn futures_unordered_are_carried_as_a_stream() {
    on_both_runtimes(|| async {
        let recorded = record(async {
            let set = async {
                let set = FuturesUnordered::new();
                set.push(async { row(1).await });
                traced::StreamExt::in_current_trace(set)
            };
            let set = set.traced("request").await;
            let worker = tokio::spawn(set.collect::<Vec<_>>());
            worker.await.expect("sound");
        })
        .await;
        assert_eq!(recorded.tree(), "request\n  row\n");
    });
}
