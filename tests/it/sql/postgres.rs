//! PostgreSQL: its codes, its namespace, its dialect, over a real connection.

use futures_util::{StreamExt as _, TryStreamExt as _};
use sqlx::postgres::PgPoolOptions;
use sqlx::{Executor as _, Row as _};
use traced::FutureExt as _;
use traced::opentelemetry::trace::SpanKind;
use traced_sqlx::{Options, Pool};
use traced_tests::conforming::record;
use traced_tests::memory::{Facts as _, set_propagators};

use super::database::names;
use super::servers::{postgres, url};

const BY_ID: &str = "SELECT name FROM items WHERE id = $1";

#[tokio::test]
async fn db_1_postgresql_a_query_says_what_ran_and_where() {
    let Some(pool) = postgres().await else { return };
    let recorded = record(async {
        let query = sqlx::query(BY_ID).bind(1).fetch_one(&pool);
        let row = query.traced("caller").await.unwrap();
        assert_eq!(row.get::<String, _>(0), "anvil");
    })
    .await;
    recorded.assert_connected();
    let span = recorded.span("SELECT items");
    assert_eq!(span.span_kind, SpanKind::Client);
    assert_eq!(span.outcome(), "unset");
    let port = pool.untraced().connect_options().get_port();
    assert_eq!(span.attribute("server.port"), Some(i64::from(port).into()));
    for (key, value) in [
        ("db.system.name", "postgresql"),
        ("db.namespace", "shop"),
        ("db.query.summary", "SELECT items"),
        ("db.query.text", BY_ID),
        ("server.address", "127.0.0.1"),
    ] {
        assert_eq!(span.text(key).as_deref(), Some(value));
    }
}

#[tokio::test]
async fn db_3_postgresql_the_namespace_has_the_schema_that_was_chosen() {
    let Some(url) = url("DATABASE_URL_POSTGRES") else {
        return;
    };
    let recorded = record(async {
        let url = format!("{url}?options[search_path]=pg_catalog,public");
        let pool: Pool<sqlx::Postgres> = Pool::connect(&url).await.unwrap();
        sqlx::query("SELECT 1").fetch_one(&pool).await.unwrap();
    })
    .await;
    let span = recorded.span("SELECT");
    assert_eq!(
        span.text("db.namespace").as_deref(),
        Some("shop|pg_catalog")
    );
}

#[tokio::test]
async fn db_3_postgresql_an_error_has_its_sqlstate() {
    let Some(pool) = postgres().await else { return };
    for (sql, code, message) in [
        (
            "INSERT INTO items VALUES (1, 'x', 0)",
            "23505",
            "duplicate key value violates unique constraint \"items_pkey\"",
        ),
        ("SELECT 1 / 0 FROM items", "22012", "division by zero"),
        (
            "SELECT missing FROM items",
            "42703",
            "column \"missing\" does not exist",
        ),
        (
            "DO $$ BEGIN RAISE SQLSTATE '02000' USING MESSAGE = 'no more'; END $$",
            "02000",
            "no more",
        ),
    ] {
        let recorded = record(async {
            sqlx::raw_sql(sql).execute(&pool).await.unwrap_err();
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
async fn db_3_postgresql_a_server_that_is_not_there_is_an_error_of_the_query() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let pool = PgPoolOptions::new()
        .acquire_timeout(std::time::Duration::from_secs(5))
        .connect_lazy(&format!("postgres://u@127.0.0.1:{port}/d"))
        .unwrap();
    let pool = Pool::new(pool);
    let recorded = record(async {
        pool.execute("SELECT 1").await.unwrap_err();
    })
    .await;
    let span = recorded.span("SELECT");
    let kind = span.text("error.type").unwrap();
    assert!(["Io", "PoolTimedOut"].contains(&&*kind), "{kind}");
    assert_eq!(span.attribute("db.response.status_code"), None);
}

#[tokio::test]
async fn db_4_postgresql_a_stream_lasts_to_its_last_row_or_its_drop() {
    let Some(pool) = postgres().await else { return };
    let recorded = record(async {
        let rows = sqlx::query("SELECT id FROM items").fetch(&pool);
        assert_eq!(rows.try_collect::<Vec<_>>().await.unwrap().len(), 2);
        let mut rows = sqlx::query("SELECT id FROM generate_series(1, 9) id").fetch(&pool);
        rows.next().await.unwrap().unwrap();
        drop(rows);
        let mut rows = sqlx::query("SELECT 1 / (2 - id) FROM items ORDER BY id").fetch(&pool);
        assert!(rows.next().await.unwrap().is_ok());
        assert!(rows.next().await.unwrap().is_err());
    })
    .await;
    let [whole, dropped, failed] = recorded.spans() else {
        panic!("{}", recorded.tree())
    };
    assert_eq!(whole.attribute("traced.cancelled"), None);
    assert_eq!(dropped.attribute("traced.cancelled"), Some(true.into()));
    assert_eq!(dropped.outcome(), "unset");
    assert_eq!(failed.outcome(), "error 22012: division by zero");
}

#[tokio::test]
async fn db_8_postgresql_a_transaction_s_spans_are_in_its_order() {
    let Some(pool) = postgres().await else { return };
    let recorded = record(async {
        let mut tx = pool.begin().await.unwrap();
        let update = sqlx::query("UPDATE items SET stock = $1").bind(7);
        update.execute(&mut *tx).await.unwrap();
        let mut savepoint = tx.begin().await.unwrap();
        let delete = "DELETE FROM items";
        savepoint.execute(delete).await.unwrap();
        savepoint.rollback().await.unwrap();
        tx.commit().await.unwrap();
        let query = sqlx::query_scalar::<_, i64>("SELECT sum(stock) FROM items");
        assert_eq!(query.fetch_one(&pool).await.unwrap(), 14);
    })
    .await;
    assert_eq!(
        names(&recorded),
        [
            "BEGIN",
            "UPDATE items",
            "SAVEPOINT",
            "DELETE items",
            "ROLLBACK TO SAVEPOINT",
            "COMMIT",
            "SELECT items",
        ]
    );
}

#[tokio::test]
async fn db_7_postgresql_the_server_reads_the_trace() {
    set_propagators();
    let Some(pool) = postgres().await else { return };
    let pool = pool.with_options(Options::new().comments(true));
    let recorded = record(async {
        let sql = "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid() AND 1 = $1";
        let query = sqlx::query_scalar::<_, String>(sql).bind(1);
        query.fetch_one(&pool).await.unwrap()
    })
    .await;
    let span = recorded.span("SELECT pg_stat_activity");
    let cx = &span.span_context;
    let comment = format!(
        " /*traceparent='00-{}-{}-{:02x}'*/",
        cx.trace_id(),
        cx.span_id(),
        cx.trace_flags().to_u8()
    );
    assert!(recorded.output.ends_with(&comment), "{}", recorded.output);
    assert!(!span.text("db.query.text").unwrap().contains("traceparent"));
}
