//! What is recorded or sent only on demand.

use futures_util::StreamExt as _;
use traced::opentelemetry::KeyValue;
use traced::testing::Rule;
use traced_sqlx::Options;
use traced_tests::conforming::{record, record_allowing};
use traced_tests::memory::Facts as _;

use super::database::items;

#[tokio::test]
async fn c_7_returned_rows_are_counted_on_demand() {
    let pool = items()
        .await
        .with_options(Options::new().returned_rows(true));
    let query = || sqlx::query("SELECT id FROM items");
    let recorded = record(async {
        query().fetch_all(&pool).await.unwrap();
        query().fetch_one(&pool).await.unwrap();
        let none = sqlx::query("SELECT id FROM items WHERE id = ?").bind(9);
        assert!(none.fetch_optional(&pool).await.unwrap().is_none());
        let mut rows = query().fetch(&pool);
        rows.next().await.unwrap().unwrap();
        drop(rows);
        query().execute(&pool).await.unwrap();
    })
    .await;
    let counts: Vec<_> = recorded
        .spans()
        .iter()
        .map(|span| span.attribute("db.response.returned_rows"))
        .collect();
    let count = |rows: i64| Some(rows.into());
    assert_eq!(counts, [count(2), count(1), count(0), count(1), None]);

    let pool = pool.with_options(Options::new());
    let recorded = record(async { query().fetch_all(&pool).await.unwrap().len() }).await;
    let span = recorded.span("SELECT items");
    assert_eq!(span.attribute("db.response.returned_rows"), None);
}

#[tokio::test]
async fn c_7_the_values_of_one_query_are_recorded_on_demand() {
    let pool = items().await;
    let recorded = record(async {
        let query = || {
            sqlx::query("SELECT id FROM items WHERE id = ? OR name = ?")
                .bind(1)
                .bind("bell")
        };
        let values = || [1.to_string(), "bell".to_owned()];
        query()
            .fetch_all(&pool.with_parameters(values()))
            .await
            .unwrap();
        let mut connection = pool.acquire().await.unwrap();
        let mut noted = connection.with_parameters(values());
        query().fetch_all(&mut noted).await.unwrap();
        drop(noted);
        query().fetch_all(&mut *connection).await.unwrap();
    })
    .await;
    let [by_pool, by_connection, without] = recorded.spans() else {
        panic!("{}", recorded.tree())
    };
    for span in [by_pool, by_connection] {
        assert_eq!(span.text("db.query.parameter.0").as_deref(), Some("1"));
        assert_eq!(span.text("db.query.parameter.1").as_deref(), Some("bell"));
    }
    assert_eq!(without.attribute("db.query.parameter.0"), None);
}

#[tokio::test]
async fn statements_can_be_filtered_named_and_described() {
    let options = Options::new()
        .filter(|sql| !sql.starts_with("SELECT 1") && sql != "COMMIT")
        .span_name(|sql| sql.contains("name").then(|| "items.by_name".into()))
        .attributes([KeyValue::new("service.peer.name", "stock")]);
    let pool = items().await.with_options(options);
    // An own name is the application's to answer for.
    let recorded = record_allowing(&[Rule::NameStyle], async {
        let one: i64 = sqlx::query_scalar("SELECT 1")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(one, 1);
        let mut tx = pool.begin().await.unwrap();
        let named = sqlx::query("SELECT id FROM items WHERE name = ?").bind("bell");
        assert_eq!(named.fetch_all(&mut *tx).await.unwrap().len(), 1);
        let all = sqlx::query("SELECT id FROM items");
        all.fetch_all(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    })
    .await;
    let names: Vec<_> = recorded.spans().iter().map(|span| &*span.name).collect();
    assert_eq!(names, ["BEGIN", "items.by_name", "SELECT items"]);
    for span in recorded.spans() {
        assert_eq!(span.text("service.peer.name").as_deref(), Some("stock"));
    }
    let summary = recorded.span("items.by_name").text("db.query.summary");
    assert_eq!(summary.as_deref(), Some("SELECT items"));
}

#[tokio::test]
async fn db_7_a_comment_changes_neither_text_nor_result() {
    let pool = items().await.with_options(Options::new().comments(true));
    let recorded = record(async {
        let sql = "SELECT id FROM items WHERE id = ?;";
        let rows = sqlx::query(sql).bind(1).fetch_all(&pool).await.unwrap();
        assert_eq!(rows.len(), 1);
        drop(sqlx::query(sql).fetch(&pool));
    })
    .await;
    let [run, dropped] = recorded.spans() else {
        panic!("{}", recorded.tree())
    };
    let sql = Some("SELECT id FROM items WHERE id = ?;");
    assert_eq!(run.text("db.query.text").as_deref(), sql);
    // The text needs the span before anything is polled, so a query that nobody runs has one.
    assert_eq!(dropped.attribute("traced.cancelled"), Some(true.into()));
}

#[tokio::test]
async fn db_6_several_statements_in_one_text_are_one_call() {
    let pool = items().await;
    let recorded = record(async {
        let raw = sqlx::raw_sql(
            "INSERT INTO items VALUES (3, 'c', 1); INSERT INTO items VALUES (4, 'd', 1)",
        );
        raw.execute(&pool).await.unwrap();
    })
    .await;
    let span = recorded.span("INSERT items INSERT items");
    // A batch is what an API takes as one; sqlx has none, so nothing here is ever called a batch.
    assert_eq!(span.attribute("db.operation.batch.size"), None);
    assert_eq!(
        span.text("db.query.text").as_deref(),
        Some("INSERT INTO items VALUES (?, ?, ?); INSERT INTO items VALUES (?, ?, ?)")
    );
}
