//! MySQL and MariaDB: their codes, over a real connection.

use futures_util::TryStreamExt as _;
use sqlx::{Executor as _, MySql, Row as _};
use traced::semconv::db::System;
use traced_sqlx::{Options, Pool};
use traced_tests::conforming::record;
use traced_tests::memory::{Facts as _, set_propagators};

use super::database::names;
use super::servers::{mysql, url};

const BY_ID: &str = "SELECT name FROM items WHERE id = ?";

#[tokio::test]
async fn db_1_mysql_a_query_says_what_ran_and_where() {
    let Some(pool) = mysql().await else { return };
    let recorded = record(async {
        let row = sqlx::query(BY_ID).bind(1).fetch_one(&pool).await.unwrap();
        assert_eq!(row.get::<String, _>(0), "anvil");
    })
    .await;
    let span = recorded.span("SELECT items");
    assert_eq!(span.outcome(), "unset");
    let port = pool.untraced().connect_options().get_port();
    assert_eq!(span.attribute("server.port"), Some(i64::from(port).into()));
    for (key, value) in [
        ("db.system.name", "mysql"),
        ("db.namespace", "shop"),
        ("db.query.text", BY_ID),
        ("server.address", "127.0.0.1"),
    ] {
        assert_eq!(span.text(key).as_deref(), Some(value));
    }
}

#[tokio::test]
async fn db_3_mysql_an_error_has_the_vendor_s_number() {
    let Some(pool) = mysql().await else { return };
    for (sql, code, message) in [
        (
            "INSERT INTO items VALUES (1, 'x', 0)",
            "1062",
            "Duplicate entry '1' for key 'PRIMARY'",
        ),
        (
            "SELECT missing FROM items",
            "1054",
            "Unknown column 'missing'",
        ),
        (
            "SELECT name FROM shop.nowhere",
            "1146",
            "Table 'shop.nowhere' doesn't exist",
        ),
    ] {
        let recorded = record(async {
            sqlx::query(sql).execute(&pool).await.unwrap_err();
        })
        .await;
        let [span] = recorded.spans() else {
            panic!("{}", recorded.tree())
        };
        assert_eq!(span.text("db.response.status_code").as_deref(), Some(code));
        let outcome = span.outcome();
        assert!(
            outcome.starts_with(&format!("error {code}: {message}")),
            "{outcome}"
        );
    }
}

#[tokio::test]
async fn mariadb_is_named_by_its_url_or_by_the_options() {
    let Some(url) = url("DATABASE_URL_MYSQL") else {
        return;
    };
    let recorded = record(async {
        let by_url = url.replacen("mysql:", "mariadb:", 1);
        let pool: Pool<MySql> = Pool::connect(&by_url).await.unwrap();
        pool.execute("SELECT 1").await.unwrap();
        let pool: Pool<MySql> = Pool::connect(&url).await.unwrap();
        let pool = pool.with_options(Options::new().product(System::Mariadb));
        pool.execute("SELECT 2").await.unwrap();
    })
    .await;
    assert_eq!(recorded.spans().len(), 2);
    for span in recorded.spans() {
        assert_eq!(span.text("db.system.name").as_deref(), Some("mariadb"));
    }
}

#[tokio::test]
async fn db_8_mysql_transactions_streams_and_several_statements_in_one() {
    let Some(pool) = mysql().await else { return };
    let recorded = record(async {
        let mut tx = pool.begin().await.unwrap();
        let update = sqlx::query("UPDATE items SET stock = ?").bind(7);
        update.execute(&mut *tx).await.unwrap();
        tx.rollback().await.unwrap();
        let rows = sqlx::query("SELECT id FROM items").fetch(&pool);
        assert_eq!(rows.try_collect::<Vec<_>>().await.unwrap().len(), 2);
        let raw =
            sqlx::raw_sql("UPDATE items SET stock = 1; DELETE FROM items WHERE name = \"bell\";");
        raw.execute(&pool).await.unwrap();
    })
    .await;
    let several = "UPDATE items DELETE items";
    assert_eq!(
        names(&recorded),
        ["BEGIN", "UPDATE items", "ROLLBACK", "SELECT items", several]
    );
    assert_eq!(
        recorded.span(several).text("db.query.text").as_deref(),
        Some("UPDATE items SET stock = ?; DELETE FROM items WHERE name = ?;")
    );
}

#[tokio::test]
async fn db_7_mysql_the_server_reads_the_trace() {
    set_propagators();
    let Some(pool) = mysql().await else { return };
    let pool = pool.with_options(Options::new().comments(true));
    let recorded = record(async {
        let sql = "SELECT info FROM information_schema.processlist WHERE id = connection_id();";
        let rows = sqlx::raw_sql(sql).fetch_one(&pool).await.unwrap();
        rows.get::<String, _>(0)
    })
    .await;
    let span = recorded.span("SELECT information_schema.processlist");
    let trace = span.span_context.trace_id().to_string();
    assert!(recorded.output.contains(&trace), "{}", recorded.output);
}
