//! Texts that few people write, on the servers that understand them: the server takes them as it did without a span,
//! and no value is recorded.

use sqlx::{AssertSqlSafe, Executor as _};
use traced::testing::Recorded;
use traced_sqlx::{Driver, Pool};
use traced_tests::conforming::record;
use traced_tests::memory::Facts as _;

use super::servers;

/// Runs each text as a query of its own, and holds its span against the name and text that are expected.
async fn run<DB: Driver>(pool: &Pool<DB>, texts: &[(&str, &str, &str)])
where
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
{
    for (sql, name, shown) in texts {
        let recorded = record(async {
            let sql = sqlx::raw_sql(AssertSqlSafe((*sql).to_owned()));
            pool.execute(sql)
                .await
                .unwrap_or_else(|error| panic!("{error}"));
        })
        .await;
        let span = recorded.span(name);
        assert_eq!(span.text("db.query.text").as_deref(), Some(*shown));
        assert_discreet(&recorded);
    }
}

fn assert_discreet<T>(recorded: &Recorded<T>) {
    assert_eq!(recorded.spans().len(), 1, "{}", recorded.tree());
    let all = format!("{:?}", recorded.spans());
    assert!(!all.contains("secret") && !all.contains("4711"), "{all}");
}

#[tokio::test]
async fn dq_2_postgresql_no_value_of_an_odd_text_is_recorded() {
    let Some(pool) = servers::postgres().await else {
        return;
    };
    run::<sqlx::Postgres>(
        &pool,
        &[
            (
                "WITH low AS (SELECT id FROM items WHERE stock < 4711) SELECT count(*) FROM low /* secret */",
                "SELECT items SELECT",
                "WITH low AS (SELECT id FROM items WHERE stock < ?) SELECT count(*) FROM low",
            ),
            (
                "DO $body$ BEGIN PERFORM 'secret'; END $body$",
                "DO",
                "DO ?",
            ),
            (
                "SELECT $$it's secret$$, E'\\'secret', U&'secret', B'1001', 4711e-3, -- secret\n interval '1 day', '{\"secret\": 1}'::jsonb ? 'secret'",
                "SELECT",
                "SELECT ?, ?, ?, ?, ?, interval ?, ?::jsonb ? ?",
            ),
            (
                "SELECT \"n\u{e4}me\", '\u{1f512}secret' FROM (SELECT name AS \"n\u{e4}me\" FROM items) AS \u{fc}",
                "SELECT SELECT items",
                "SELECT \"n\u{e4}me\", ? FROM (SELECT name AS \"n\u{e4}me\" FROM items) AS \u{fc}",
            ),
            (
                "UPDATE items SET name = 'secret' WHERE id = 4711; DELETE FROM items WHERE name = 'secret'",
                "UPDATE items DELETE items",
                "UPDATE items SET name = ? WHERE id = ?; DELETE FROM items WHERE name = ?",
            ),
            (
                "COPY items FROM '/dev/null' (NULL 'secret')",
                "COPY items",
                "COPY items FROM ? (NULL ?)",
            ),
            (
                "VALUES (4711, 'secret'), (2, NULL)",
                "VALUES",
                "VALUES (?, ?), (?, NULL)",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn dq_2_mysql_no_value_of_an_odd_text_is_recorded() {
    let Some(pool) = servers::mysql().await else {
        return;
    };
    run::<sqlx::MySql>(
        &pool,
        &[
            (
                "SELECT \"secret\", 'it\\'s secret', x'4711', N'secret' # secret\n FROM `items`",
                "SELECT `items`",
                "SELECT ?, ?, ?, ? FROM `items`",
            ),
            (
                "SELECT /*+ NO_INDEX(items) */ name FROM items WHERE name IN ('secret', \"a\"\"secret\")",
                "SELECT items",
                "SELECT name FROM items WHERE name IN (?, ?)",
            ),
            (
                "INSERT INTO items VALUES (4711, 'secret', 1) ON DUPLICATE KEY UPDATE name = 'secret'",
                "INSERT items",
                "INSERT INTO items VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE name = ?",
            ),
            (
                "SET @s = 4711; SELECT @s",
                "SET SELECT",
                "SET @s = ?; SELECT @s",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn dq_4_a_very_long_text_is_sent_whole_and_recorded_in_part() {
    let pool = super::database::items().await;
    let list: Vec<_> = (0..20_000).map(|n| n.to_string()).collect();
    let sql = format!("SELECT id FROM items WHERE id IN ({})", list.join(", "));
    let recorded = record(async {
        let query = sqlx::query(AssertSqlSafe(sql));
        assert_eq!(query.fetch_all(&pool).await.unwrap().len(), 2);
    })
    .await;
    let text = recorded.span("SELECT items").text("db.query.text").unwrap();
    assert!(text.len() <= traced::semconv::db::MAX_TEXT && text.ends_with('\u{2026}'));
}
