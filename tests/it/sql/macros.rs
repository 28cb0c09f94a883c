//! `query!` and its family through the wrapped executor.
//!
//! What sqlx knows of these queries is committed in `.sqlx/`. To write it anew, start the servers, make the tables of
//! `servers.rs` and `database.rs` in them (not temporary ones), and check this package's tests once for SQLite, for
//! PostgreSQL and for MySQL, in this order, with `SQLX_OFFLINE=false SQLX_OFFLINE_DIR=<the workspace>/.sqlx
//! DATABASE_URL=<the database>`. Each check writes the queries that its database understands, and fails for the others.

use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;

use super::database::{items, names};
use super::servers::{mysql, postgres};

#[derive(Debug, PartialEq)]
struct Item {
    id: i64,
    name: Option<String>,
}

#[tokio::test]
async fn sqlite_s_macros_run_through_the_pool_and_a_transaction() {
    let pool = items().await;
    let recorded = record(async {
        let row = sqlx::query!("SELECT name FROM items WHERE rowid = ?", 1_i64)
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(row.name.as_deref(), Some("anvil"));
        let mut tx = pool.begin().await.unwrap();
        let found = sqlx::query_as!(Item, "SELECT id, name FROM items ORDER BY rowid DESC")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
        assert_eq!(found[0].id, 2);
        tx.commit().await.unwrap();
    })
    .await;
    assert_eq!(
        names(&recorded),
        ["SELECT items", "BEGIN", "SELECT items", "COMMIT"]
    );
}

#[tokio::test]
async fn postgresql_s_macros_run_through_the_pool() {
    let Some(pool) = postgres().await else { return };
    let recorded = record(async {
        let row = sqlx::query!("SELECT id, name FROM items WHERE id = $1::int", 2)
            .fetch_optional(&pool)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((row.id, &*row.name), (2, "bell"));
    })
    .await;
    let span = recorded.span("SELECT items");
    assert_eq!(span.text("db.system.name").as_deref(), Some("postgresql"));
}

#[tokio::test]
async fn mysql_s_macros_run_through_the_pool() {
    let Some(pool) = mysql().await else { return };
    let recorded = record(async {
        let name = sqlx::query_scalar!("SELECT name FROM items WHERE id = ? LIMIT 1", 1)
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(name, "anvil");
    })
    .await;
    let span = recorded.span("SELECT items");
    assert_eq!(span.text("db.system.name").as_deref(), Some("mysql"));
}
