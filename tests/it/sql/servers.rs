//! Real servers, where there are some: `.ci/databases` starts them, `.ci/run` tells the tests.

use std::io::Write as _;

use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::{MySql, Postgres};
use traced_sqlx::Pool;

/// The URL in this variable. Without it the test is skipped, which is said past the test harness, for it hides what
/// tests that pass have printed.
pub(super) fn url(variable: &str) -> Option<String> {
    let url = std::env::var(variable).ok().filter(|url| !url.is_empty());
    if url.is_none() {
        let name = std::thread::current().name().unwrap_or_default().to_owned();
        let line =
            format!("SKIPPED {name}: {variable} is not set; .ci/databases starts a server\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
    url
}

/// A database whose tables only one connection, and so one test, sees.
pub(super) async fn postgres() -> Option<Pool<Postgres>> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .connect(&url("DATABASE_URL_POSTGRES")?)
        .await
        .unwrap();
    let sql = "CREATE TEMP TABLE items (id INT PRIMARY KEY, name TEXT UNIQUE NOT NULL, stock INT);
               INSERT INTO items VALUES (1, 'anvil', 3), (2, 'bell', 0)";
    sqlx::raw_sql(sql).execute(&pool).await.unwrap();
    Some(Pool::new(pool))
}

/// As [`postgres`], on MySQL or MariaDB.
pub(super) async fn mysql() -> Option<Pool<MySql>> {
    let pool = MySqlPoolOptions::new()
        .max_connections(1)
        .connect(&url("DATABASE_URL_MYSQL")?)
        .await
        .unwrap();
    let sql = "CREATE TEMPORARY TABLE items (id INT PRIMARY KEY, name VARCHAR(99) UNIQUE NOT NULL, stock INT);
               INSERT INTO items VALUES (1, 'anvil', 3), (2, 'bell', 0)";
    sqlx::raw_sql(sql).execute(&pool).await.unwrap();
    Some(Pool::new(pool))
}
