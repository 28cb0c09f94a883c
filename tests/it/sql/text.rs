//! The text of a query, with and without values in it.

use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;

use super::database::items;

#[tokio::test]
async fn dq_1_a_text_with_values_bound_to_it_is_recorded_as_it_is() {
    let pool = items().await;
    let sql = "SELECT id FROM items WHERE name = ? AND stock < 10";
    let recorded = record(async {
        let query = sqlx::query(sql).bind("secret");
        query.fetch_all(&pool).await.unwrap();
    })
    .await;
    let span = recorded.span("SELECT items");
    assert_eq!(span.text("db.query.text").as_deref(), Some(sql));
    assert!(!format!("{:?}", recorded.spans()).contains("secret"));
}

#[tokio::test]
async fn dq_5_a_text_without_bound_values_shows_no_literal() {
    let pool = items().await;
    let sql = "SELECT id FROM items WHERE name = 'secret' AND stock < 10";
    let recorded = record(async {
        sqlx::query(sql).fetch_all(&pool).await.unwrap();
        sqlx::raw_sql(sql).fetch_all(&pool).await.unwrap();
    })
    .await;
    let shown = "SELECT id FROM items WHERE name = ? AND stock < ?";
    assert_eq!(recorded.spans().len(), 2);
    for span in recorded.spans() {
        assert_eq!(span.text("db.query.text").as_deref(), Some(shown));
    }
}

#[tokio::test]
async fn db_2_a_text_that_says_nothing_is_named_after_its_database() {
    let pool = items().await;
    let recorded = record(async {
        sqlx::raw_sql("-- nothing").execute(&pool).await.unwrap();
    })
    .await;
    let span = recorded.span(":memory:");
    assert_eq!(span.attribute("db.query.summary"), None);
    assert_eq!(span.attribute("db.query.text"), None);
}

#[tokio::test]
async fn dq_3_a_list_keeps_its_length() {
    let pool = items().await;
    let recorded = record(async {
        let sql = "SELECT id FROM items WHERE id IN (1, 2, 3)";
        sqlx::query(sql).fetch_all(&pool).await.unwrap();
    })
    .await;
    // Collapsing is optional, and how many values there were explains how long a query took.
    let shown = "SELECT id FROM items WHERE id IN (?, ?, ?)";
    let text = recorded.span("SELECT items").text("db.query.text");
    assert_eq!(text.as_deref(), Some(shown));
}
