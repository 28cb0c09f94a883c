//! Traced queries, on a database in memory: `cargo run --example sql`.
//!
//! The console shows a transaction, a stream that is left early, and an error with the database's code.

#![forbid(unsafe_code)]

use std::error::Error;

use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{Row as _, Sqlite};
use tokio_stream::StreamExt as _;
use traced::setup::Exporter;
use traced::traced;
use traced_sqlx::{Connection, Options, Pool};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let telemetry = traced::builder("sql-example")
        .default_exporter(Exporter::Console)
        .install()?;
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect("sqlite::memory:")
        .await?;
    let sql = "CREATE TABLE items (name TEXT UNIQUE, stock INTEGER NOT NULL)";
    sqlx::raw_sql(sql).execute(&pool).await?;
    // From here on, every query has a span.
    let pool = Pool::new(pool).with_options(Options::new().returned_rows(true));

    fill(&pool).await?;
    let _rare = first_rare(&pool).await?;
    // The second delivery of the same item breaks the table's rule: an error with SQLite's code, 2067.
    let _refused = fill(&pool).await;
    Ok(telemetry.shutdown()?)
}

#[traced("shop.fill", root)]
async fn fill(pool: &Pool<Sqlite>) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    for (name, stock) in [("anvil", 3), ("bell", 0)] {
        add(&mut tx, name, stock).await?;
    }
    tx.commit().await
}

async fn add(
    connection: &mut Connection<'_, Sqlite>,
    name: &str,
    stock: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO items VALUES (?, ?)")
        .bind(name)
        .bind(stock)
        .execute(connection)
        .await?;
    Ok(())
}

#[traced("shop.first_rare", root)]
async fn first_rare(pool: &Pool<Sqlite>) -> Result<Option<String>, sqlx::Error> {
    let mut rows = sqlx::query("SELECT name FROM items WHERE stock < ?")
        .bind(5)
        .fetch(pool);
    // Dropping the stream before its end ends the span: `traced.cancelled`, no error.
    rows.next()
        .await
        .transpose()?
        .map(|row| row.try_get(0))
        .transpose()
}
