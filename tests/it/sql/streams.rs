//! Rows that come one by one: the span lasts until the last of them, an error, or the drop.

use futures_util::StreamExt as _;
use traced::FutureExt as _;
use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;

use super::database::items;

#[tokio::test]
async fn db_4_a_stream_s_span_lasts_to_its_last_row() {
    let pool = items().await;
    let recorded = record(async {
        let mut rows = sqlx::query("SELECT id FROM items").fetch(&pool);
        while let Some(row) = rows.next().await {
            row.unwrap();
            async {}.traced("row").await;
        }
        async {}.traced("after").await;
    })
    .await;
    let query = recorded.span("SELECT items");
    let mut rows = recorded.spans().iter().filter(|span| span.name == "row");
    let last = rows.next_back().unwrap();
    assert!(query.end_time >= last.end_time);
    assert!(query.end_time <= recorded.span("after").start_time);
    assert_eq!(query.attribute("traced.cancelled"), None);
    // What the caller does between two rows is not the query's.
    assert!(!last.is_child_of(query));
}

#[tokio::test]
async fn db_4_an_error_between_two_rows_is_the_query_s() {
    let pool = items().await;
    let recorded = record(async {
        // The second row's stock is the one integer that has no absolute value.
        let query = sqlx::query("SELECT abs(stock) FROM items ORDER BY id");
        let mut rows = query.fetch(&pool);
        assert!(rows.next().await.unwrap().is_ok());
        assert!(rows.next().await.unwrap().is_err());
    })
    .await;
    let query = recorded.span("SELECT items");
    assert_eq!(query.outcome(), "error 1: integer overflow");
}

#[tokio::test]
async fn db_4_a_stream_that_is_dropped_ends_its_span() {
    let pool = items().await;
    let recorded = record(async {
        let mut rows = sqlx::query("SELECT id FROM items").fetch(&pool);
        rows.next().await.unwrap().unwrap();
        drop(rows);
        async {}.traced("after").await;
    })
    .await;
    let query = recorded.span("SELECT items");
    assert_eq!(query.outcome(), "unset");
    assert_eq!(query.attribute("traced.cancelled"), Some(true.into()));
    assert!(query.end_time <= recorded.span("after").start_time);
}

#[tokio::test]
async fn a_stream_that_nobody_polls_has_no_span() {
    let pool = items().await;
    let recorded = record(async {
        drop(sqlx::query("SELECT id FROM items").fetch(&pool));
    })
    .await;
    assert!(recorded.spans().is_empty());
}
