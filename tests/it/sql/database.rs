//! A database with two rows.

use sqlx::Sqlite;
use sqlx::sqlite::SqlitePoolOptions;
use traced_sqlx::Pool;

pub(super) async fn items() -> Pool<Sqlite> {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect("sqlite::memory:")
        .await
        .unwrap();
    let sql = "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT UNIQUE, stock INTEGER);
               INSERT INTO items VALUES (1, 'anvil', 3), (2, 'bell', -9223372036854775808);";
    sqlx::raw_sql(sql).execute(&pool).await.unwrap();
    Pool::new(pool)
}

/// The names of the spans, in the order of their start.
pub(super) fn names<T>(recorded: &traced::testing::Recorded<T>) -> Vec<&str> {
    recorded.spans().iter().map(|span| &*span.name).collect()
}
