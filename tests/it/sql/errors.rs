//! Queries that fail: the database's code, or sqlx's own kind of error.

use std::time::Duration;

use futures_util::FutureExt as _;
use sqlx::sqlite::SqlitePoolOptions;
use traced_sqlx::Pool;
use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;

use super::database::items;

#[tokio::test]
async fn db_3_a_database_error_has_its_code() {
    let pool = items().await;
    for (sql, code, message) in [
        (
            "INSERT INTO items (name) VALUES ('anvil')",
            "2067",
            "UNIQUE constraint failed: items.name",
        ),
        ("SELECT missing FROM items", "1", "no such column: missing"),
    ] {
        let recorded = record(async {
            sqlx::query(sql).execute(&pool).await.unwrap_err();
        })
        .await;
        let [span] = recorded.spans() else {
            panic!("{}", recorded.tree())
        };
        assert_eq!(span.text("db.response.status_code").as_deref(), Some(code));
        assert_eq!(span.outcome(), format!("error {code}: {message}"));
    }
}

#[tokio::test]
async fn db_3_a_row_that_is_missing_is_an_error_where_one_is_asked_for() {
    let pool = items().await;
    let query = || sqlx::query("SELECT id FROM items WHERE id = ?").bind(99);
    let recorded = record(async {
        query().fetch_one(&pool).await.unwrap_err();
    })
    .await;
    let span = recorded.span("SELECT items");
    assert_eq!(span.text("error.type").as_deref(), Some("RowNotFound"));
    assert_eq!(span.attribute("db.response.status_code"), None);
    assert!(span.outcome().starts_with("error RowNotFound: no rows"));

    let recorded = record(async {
        assert!(query().fetch_optional(&pool).await.unwrap().is_none());
    })
    .await;
    assert_eq!(recorded.span("SELECT items").outcome(), "unset");
}

#[tokio::test]
async fn db_3_a_pool_that_has_no_connection_is_an_error_of_the_query() {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_millis(50))
        .connect_lazy("sqlite::memory:")
        .unwrap();
    let pool = Pool::new(pool);
    let recorded = record(async {
        let held = loop {
            // On a busy machine even the first connection may take longer than 50 ms.
            if let Ok(held) = pool.acquire().await {
                break held;
            }
        };
        sqlx::query("SELECT 1").execute(&pool).await.unwrap_err();
        drop(held);
        pool.close().await;
        sqlx::query("SELECT 1").execute(&pool).await.unwrap_err();
    })
    .await;
    let types: Vec<_> = recorded
        .spans()
        .iter()
        .filter_map(|span| span.text("error.type"))
        .collect();
    assert_eq!(types, ["PoolTimedOut", "PoolClosed"]);
}

#[tokio::test]
async fn db_4_a_query_that_is_given_up_is_cancelled() {
    let pool = items().await;
    let recorded = record(async {
        // With the only connection taken, the query waits for as long as it is let.
        let held = pool.acquire().await.unwrap();
        let query = sqlx::query("SELECT id FROM items").execute(&pool);
        assert!(query.now_or_never().is_none());
        drop(held);
    })
    .await;
    let span = recorded.span("SELECT items");
    assert_eq!(span.attribute("traced.cancelled"), Some(true.into()));
    assert_eq!(span.outcome(), "unset");
}
