//! The beginning and the end of a transaction, whichever that is.

use std::panic::AssertUnwindSafe;

use sqlx::Sqlite;
use traced::FutureExt as _;
use traced_sqlx::{Pool, Transaction};
use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;

use super::database::{items, names};

async fn sell_out(pool: &Pool<Sqlite>) -> Transaction<'static, Sqlite> {
    let mut tx = pool.begin().await.unwrap();
    let update = sqlx::query("UPDATE items SET stock = ? WHERE id = 1").bind(0);
    update.execute(&mut *tx).await.unwrap();
    tx
}

async fn stock(pool: &Pool<Sqlite>) -> i64 {
    sqlx::query_scalar("SELECT stock FROM items WHERE id = 1")
        .fetch_one(pool.untraced())
        .await
        .unwrap()
}

#[tokio::test]
async fn db_8_a_transaction_begins_and_commits_in_spans() {
    let pool = items().await;
    let recorded = record(async {
        async { sell_out(&pool).await.commit().await.unwrap() }
            .traced("work")
            .await;
    })
    .await;
    recorded.assert_connected();
    let expected = ["work", "BEGIN", "UPDATE items", "COMMIT"];
    assert_eq!(names(&recorded), expected);
    let summary = recorded.span("BEGIN").text("db.query.summary");
    assert_eq!(summary.as_deref(), Some("BEGIN"));
    assert_eq!(stock(&pool).await, 0);
}

#[tokio::test]
async fn db_8_a_savepoint_has_its_own_words() {
    let pool = items().await;
    let recorded = record(async {
        let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
        tx.begin().await.unwrap().commit().await.unwrap();
        tx.begin().await.unwrap().rollback().await.unwrap();
        drop(tx.begin().await.unwrap());
        tx.rollback().await.unwrap();
    })
    .await;
    assert_eq!(
        names(&recorded),
        [
            "BEGIN",
            "SAVEPOINT",
            "RELEASE SAVEPOINT",
            "SAVEPOINT",
            "ROLLBACK TO SAVEPOINT",
            "SAVEPOINT",
            "ROLLBACK TO SAVEPOINT",
            "ROLLBACK",
        ]
    );
    let text = recorded.span("BEGIN").text("db.query.text");
    assert_eq!(text.as_deref(), Some("BEGIN IMMEDIATE"));
}

#[tokio::test]
async fn db_8_a_transaction_that_is_dropped_is_rolled_back_in_its_trace() {
    let pool = items().await;
    let recorded = record(async {
        let tx = async { sell_out(&pool).await }.traced("work").await;
        // Outside of the span in which it began.
        drop(tx);
    })
    .await;
    recorded.assert_connected();
    let expected = ["work", "BEGIN", "UPDATE items", "ROLLBACK"];
    assert_eq!(names(&recorded), expected);
    let rollback = recorded.span("ROLLBACK");
    assert_eq!(rollback.attribute("traced.cancelled"), Some(true.into()));
    assert!(rollback.is_child_of(recorded.span("work")));
    assert_eq!(stock(&pool).await, 3);
}

#[tokio::test]
async fn db_8_a_panic_rolls_back_too() {
    let pool = items().await;
    let recorded = record(async {
        let work = async {
            let _tx = sell_out(&pool).await;
            panic!("in a transaction")
        };
        let caught = futures_util::FutureExt::catch_unwind(AssertUnwindSafe(work));
        let outcome: Result<(), _> = caught.await;
        outcome.unwrap_err();
    })
    .await;
    assert_eq!(names(&recorded), ["BEGIN", "UPDATE items", "ROLLBACK"]);
    assert_eq!(recorded.span("ROLLBACK").outcome(), "unset");
    assert_eq!(stock(&pool).await, 3);
}
