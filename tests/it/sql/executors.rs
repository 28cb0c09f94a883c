//! Whatever runs a query, and however: one span.

use sqlx::{Executor, Row as _, SqlSafeStr as _, Sqlite, Statement as _};
use traced::FutureExt as _;
use traced::context::{Context, InContext};
use traced::opentelemetry::trace::SpanKind;
use traced_sqlx::{Connection, Pool};
use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;

use super::database::{items, names};

const BY_ID: &str = "SELECT name FROM items WHERE id = ?";

#[tokio::test]
async fn db_1_a_query_is_a_client_span_named_after_its_summary() {
    let pool = items().await;
    let recorded = record(async {
        let query = sqlx::query(BY_ID).bind(1).fetch_one(&pool);
        let row = query.traced("caller").await.unwrap();
        assert_eq!(row.get::<String, _>(0), "anvil");
    })
    .await;
    recorded.assert_connected();
    assert_eq!(names(&recorded), ["caller", "SELECT items"]);
    let span = recorded.span("SELECT items");
    assert_eq!(span.span_kind, SpanKind::Client);
    assert_eq!(span.outcome(), "unset");
    for (key, value) in [
        ("db.system.name", "sqlite"),
        ("db.namespace", ":memory:"),
        ("db.query.summary", "SELECT items"),
        ("db.query.text", BY_ID),
    ] {
        assert_eq!(span.text(key).as_deref(), Some(value));
    }
    assert_eq!(span.attribute("server.address"), None);
}

async fn by_executor<'c>(executor: impl Executor<'c, Database = Sqlite>) -> String {
    let query = sqlx::query_scalar(BY_ID).bind(1);
    query.fetch_one(executor).await.unwrap()
}

async fn by_connection(connection: &mut Connection<'_, Sqlite>) -> String {
    let query = sqlx::query_as::<_, (String,)>(BY_ID).bind(1);
    let (name,) = query.fetch_one(&mut *connection).await.unwrap();
    assert_eq!(by_executor(&mut *connection).await, name);
    name
}

#[tokio::test]
async fn pool_connection_and_transaction_are_executors() {
    let pool = items().await;
    let recorded = record(async {
        assert_eq!(by_executor(&pool).await, "anvil");
        let mut connection = pool.acquire().await.unwrap();
        assert_eq!(by_executor(&mut *connection).await, "anvil");
        assert_eq!(by_connection(&mut connection).await, "anvil");
        let options = pool.untraced().connect_options();
        let mut wrapped = Connection::<Sqlite>::over(connection.untraced(), &options);
        assert_eq!(by_connection(&mut wrapped).await, "anvil");
        drop(wrapped);
        drop(connection);
        let mut tx = pool.begin().await.unwrap();
        assert_eq!(by_executor(&mut *tx).await, "anvil");
        assert_eq!(by_connection(&mut tx).await, "anvil");
        tx.rollback().await.unwrap();
    })
    .await;
    let mut expected = vec!["SELECT items"; 6];
    expected.push("BEGIN");
    expected.extend(["SELECT items"; 3]);
    expected.push("ROLLBACK");
    assert_eq!(names(&recorded), expected);
}

#[tokio::test]
async fn every_method_of_an_executor_makes_one_span() {
    let pool = items().await;
    let recorded = record(async {
        let query = || sqlx::query("SELECT id FROM items WHERE id > ?").bind(0);
        assert_eq!(query().fetch_all(&pool).await.unwrap().len(), 2);
        assert!(query().fetch_optional(&pool).await.unwrap().is_some());
        query().execute(&pool).await.unwrap();
        let updated = pool.execute("UPDATE items SET stock = 0").await.unwrap();
        assert_eq!(updated.rows_affected(), 2);
        let statement = pool.prepare(BY_ID.into_sql_str()).await.unwrap();
        let row = statement.query().bind(2).fetch_one(&pool).await.unwrap();
        assert_eq!(row.get::<String, _>(0), "bell");
        let mut insert = sqlx::QueryBuilder::new("INSERT INTO items (name) ");
        insert.push_values(["cup", "dish"], |mut row, name| {
            row.push_bind(name);
        });
        let inserted = insert.build().execute(&pool).await.unwrap();
        assert_eq!(inserted.rows_affected(), 2);
        let raw = sqlx::raw_sql("DELETE FROM items; VACUUM");
        raw.execute(&pool).await.unwrap();
    })
    .await;
    assert_eq!(
        names(&recorded),
        [
            "SELECT items",
            "SELECT items",
            "SELECT items",
            "UPDATE items",
            "PREPARE SELECT items",
            "SELECT items",
            "INSERT items",
            "DELETE items VACUUM",
        ]
    );
}

#[tokio::test]
async fn a_query_keeps_the_trace_in_which_it_was_called() {
    let pool = items().await;
    let recorded = record(async {
        async {
            let query = pool.execute("SELECT id FROM items");
            // As if another task, which knows no trace, had been handed the query.
            InContext::new(Context::new(), query).await.unwrap();
        }
        .traced("caller")
        .await;
    })
    .await;
    recorded.assert_connected();
    let caller = recorded.span("caller");
    assert!(recorded.span("SELECT items").is_child_of(caller));
}

#[tokio::test]
async fn a_file_is_named_without_its_folders() {
    let folder = std::env::temp_dir().join(format!("traced-sqlx-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.join("orders.db").display());
    let recorded = record(async {
        let pool: Pool<Sqlite> = Pool::connect(&url).await.unwrap();
        pool.execute("CREATE TABLE t (a)").await.unwrap();
        pool.close().await;
    })
    .await;
    std::fs::remove_dir_all(&folder).unwrap();
    let span = recorded.span("CREATE TABLE t");
    assert_eq!(span.text("db.namespace").as_deref(), Some("orders.db"));
}
