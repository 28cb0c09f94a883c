use std::fmt::Write as _;
use std::time::Instant;

use super::*;

const ALL: [System; 4] = [
    System::Sqlite,
    System::Postgresql,
    System::Mysql,
    System::Mariadb,
];

#[track_caller]
fn assert_summaries(vectors: &[(&str, &str)]) {
    for (sql, summary) in vectors {
        assert_eq!(&summarize(sql, System::Sqlite), summary, "{sql}");
    }
}

#[test]
fn ds_1_the_examples_of_the_conventions() {
    assert_summaries(&[
        (
            "SELECT * FROM wuser_table WHERE username = ?",
            "SELECT wuser_table",
        ),
        (
            "INSERT INTO shipping_details (order_id, address) SELECT order_id, address FROM orders WHERE order_id = ?",
            "INSERT shipping_details SELECT orders",
        ),
        (
            "SELECT * FROM songs, artists WHERE songs.artist_id == artists.id",
            "SELECT songs artists",
        ),
        (
            "SELECT order_date FROM (SELECT * FROM orders o JOIN customers c ON o.customer_id = c.customer_id)",
            "SELECT SELECT orders customers",
        ),
        (
            "SELECT * FROM \"song list\", 'artists'",
            "SELECT \"song list\" 'artists'",
        ),
        ("{call some_stored_procedure}", "call some_stored_procedure"),
        (
            "EXECUTE some_stored_procedure",
            "EXECUTE some_stored_procedure",
        ),
    ]);
}

#[test]
fn ds_1_the_summary_names_operations_and_targets_in_order() {
    assert_summaries(&[
        // Statements.
        ("", ""),
        (" -- nothing\n ;; ", ""),
        ("select 1", "select"),
        ("BEGIN", "BEGIN"),
        ("COMMIT; SELECT a FROM b", "COMMIT SELECT b"),
        ("ROLLBACK TO SAVEPOINT s_1", "ROLLBACK"),
        ("PRAGMA journal_mode = 'wal'", "PRAGMA journal_mode"),
        ("SET password = 'secret'", "SET"),
        ("EXPLAIN QUERY PLAN UPDATE t SET a = 1", "EXPLAIN UPDATE t"),
        ("TRUNCATE TABLE t", "TRUNCATE t"),
        // Writes.
        ("INSERT INTO t (a, b) VALUES (1, 2)", "INSERT t"),
        (
            "INSERT OR REPLACE INTO t VALUES (replace(1, 2, 3))",
            "INSERT t",
        ),
        (
            "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = excluded.a",
            "INSERT t",
        ),
        ("REPLACE INTO t VALUES (1)", "REPLACE t"),
        (
            "UPDATE ONLY shop.orders AS o SET a = 1 FROM items",
            "UPDATE shop.orders items",
        ),
        ("UPDATE OR IGNORE t SET a = 1", "UPDATE t"),
        (
            "DELETE FROM \"shop\".\"orders\" WHERE id IN (SELECT id FROM old)",
            "DELETE \"shop\".\"orders\" SELECT old",
        ),
        ("DELETE FROM a USING b WHERE a.x = b.x", "DELETE a b"),
        (
            "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET a = 1",
            "MERGE t s",
        ),
        ("COPY t (a, b) FROM '/secret/file' CSV", "COPY t"),
        ("COPY t FROM STDIN", "COPY t"),
        ("COPY (SELECT a FROM t) TO STDOUT", "COPY SELECT t"),
        // Definitions.
        (
            "CREATE TABLE IF NOT EXISTS t (a INT REFERENCES u ON DELETE CASCADE)",
            "CREATE TABLE t",
        ),
        ("CREATE UNIQUE INDEX i ON t (a)", "CREATE INDEX i"),
        (
            "CREATE TABLE t AS SELECT * FROM u",
            "CREATE TABLE t SELECT u",
        ),
        ("DROP TABLE IF EXISTS a, b", "DROP TABLE a b"),
        // Reads.
        (
            "SELECT a FROM t AS x, u y JOIN v USING (id), w ORDER BY b, c",
            "SELECT t u v w",
        ),
        ("SELECT a FROM t FOR UPDATE", "SELECT t"),
        (
            "SELECT extract(year FROM d), trim(BOTH 'x' FROM e) FROM t",
            "SELECT t",
        ),
        ("SELECT a FROM t WHERE a IS DISTINCT FROM b", "SELECT t"),
        (
            "SELECT a FROM t UNION ALL SELECT b FROM u",
            "SELECT t SELECT u",
        ),
        (
            "(SELECT a FROM t) EXCEPT (SELECT b FROM u)",
            "SELECT t SELECT u",
        ),
        (
            "SELECT * FROM generate_series(1, 10) AS g",
            "SELECT generate_series",
        ),
        (
            "SELECT * FROM [odd table] -- FROM x\n, y /* , z */",
            "SELECT [odd table] y",
        ),
        (
            "WITH x AS (SELECT a FROM t) SELECT * FROM x JOIN u ON true",
            "SELECT t SELECT u",
        ),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n), m AS (SELECT 2) DELETE FROM t USING m",
            "SELECT SELECT SELECT DELETE t",
        ),
    ]);
}

#[test]
fn ds_1_the_summary_is_cut_between_two_tokens() {
    let mut sql = String::from("SELECT * FROM t0");
    for table in 1..100 {
        let _ = write!(sql, ", table_{table}");
    }
    let summary = summarize(&sql, System::Postgresql);
    assert!(summary.len() <= MAX_SUMMARY);
    assert!(summary.starts_with("SELECT t0 table_1 table_2 "));
    let last = summary.rsplit(' ').next().unwrap();
    assert!(sql.contains(&format!(", {last},")), "{last}");
    let long = format!("SELECT * FROM {}", "x".repeat(300));
    assert_eq!(summarize(&long, System::Postgresql), "SELECT");
}

#[test]
fn dq_2_every_literal_is_replaced() {
    for (sql, text) in [
        ("SELECT 1", "SELECT ?"),
        (
            "SELECT * FROM t WHERE a = 'it''s' AND b = -1.5e-3",
            "SELECT * FROM t WHERE a = ? AND b = -?",
        ),
        (
            "a = 0xDEADbeef OR b = x'00ff' OR c = B'01' OR d = N'n'",
            "a = ? OR b = ? OR c = ? OR d = ?",
        ),
        (
            "a = TRUE AND b = false AND c IS NULL",
            "a = ? AND b = ? AND c IS NULL",
        ),
        (
            "a = DATE '2026-01-01' + INTERVAL '1 day'",
            "a = DATE ? + INTERVAL ?",
        ),
        ("a = .5 AND t1.c2 = 1_000", "a = ? AND t1.c2 = ?"),
        ("a IN (1, 2,3)", "a IN (?, ?,?)"),
        ("  a -- secret\n = /* secret */ b  ", "a = b"),
        ("a = 'never closed", "a = ?"),
        ("a = 12abc", "a = ?"),
        (
            "a = '\u{e9}\u{1f600}' AND \u{e9} = 1",
            "a = ? AND \u{e9} = ?",
        ),
        ("", ""),
    ] {
        for system in ALL {
            assert_eq!(sanitize(sql, system), text, "{sql} {system:?}");
        }
    }
}

#[test]
fn dq_2_each_dialect_has_its_own_quotes() {
    use System::{Mysql, Postgresql, Sqlite};
    for (system, sql, text) in [
        (
            Postgresql,
            "SELECT $1::int, $$se''cret$$, $t$a $$ b$t$",
            "SELECT $1::int, ?, ?",
        ),
        (Postgresql, r"SELECT E'a\'b', 'a\', c", "SELECT ?, ?, c"),
        (Postgresql, "SELECT e'a'\n'b\\'c', d", "SELECT ? ?, d"),
        (Postgresql, r"SELECT U&'\0041', u", "SELECT ?, u"),
        (
            Postgresql,
            "SELECT \"Na'me\", d #> '{a}' /* a /* b */ 'c' */",
            "SELECT \"Na'me\", d #> ?",
        ),
        (
            Postgresql,
            "SELECT a[1:2] FROM t WHERE j ? 'key'",
            "SELECT a[?:?] FROM t WHERE j ? ?",
        ),
        (
            Mysql,
            r#"SELECT "a\"b", 'a\'b', `c'd` # 'rest"#,
            "SELECT ?, ?, `c'd`",
        ),
        (
            Mysql,
            "SELECT @var, @@global.x, _utf8'a'",
            "SELECT @var, @@global.x, _utf8?",
        ),
        (
            Sqlite,
            r"SELECT 'a\', b, [c'd], `e'f`",
            "SELECT ?, b, [c'd], `e'f`",
        ),
        (
            Sqlite,
            "SELECT ?1, :name, @name, $name, ?",
            "SELECT ?1, :name, @name, $name, ?",
        ),
        (
            Sqlite,
            "SELECT \"t\".\"c\" AS \"x\" FROM \"t\" WHERE \"t\".a = \"maybe a string\"",
            "SELECT \"t\".\"c\" AS \"x\" FROM \"t\" WHERE \"t\".a = ?",
        ),
    ] {
        assert_eq!(sanitize(sql, system), text, "{sql} {system:?}");
    }
}

/// A small generator of its own: the same programs on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

#[test]
fn dq_2_no_literal_survives_in_any_order() {
    const NEUTRAL: [&str; 12] = [
        "SELECT", "a", "t.b", "=", "(", ")", ",", "FROM", "\n", "/* x */", "-- y\n", "::",
    ];
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for system in ALL {
        let literals: &[&str] = match system {
            System::Postgresql => &[
                "'S''S'",
                "E'S\\'S'",
                "$q$S' $$ S$q$",
                "7777",
                "x'77'",
                "7.7e+7",
            ],
            System::Sqlite => &["'S''S\\'", "7777", "0x77", "x'77'", ".77"],
            _ => &["'S\\'S'", "\"S'S\"", "'S\"S'", "7777", "0x77", "7e-7"],
        };
        for _ in 0..2_000 {
            let mut sql = String::new();
            for _ in 0..dice.roll(20) {
                sql.push_str(if dice.roll(2) == 0 {
                    literals[dice.roll(literals.len())]
                } else {
                    NEUTRAL[dice.roll(NEUTRAL.len())]
                });
                sql.push(' ');
            }
            let shown = sanitize(&sql, system).replace("SELECT", "");
            assert!(
                !shown.contains(['S', '7']),
                "{system:?}: {sql} became {shown}"
            );
        }
    }
}

#[test]
fn any_text_is_accepted() {
    const PIECES: [&str; 20] = [
        "'", "\"", "`", "[", "]", "$", "$a$", "\\", "/*", "*/", "--", "\n", "e'", "0x", "1e+", "é",
        "(", ")", ".", "WITH",
    ];
    let mut dice = Dice(42);
    for _ in 0..20_000 {
        let sql: String = (0..dice.roll(24))
            .map(|_| PIECES[dice.roll(PIECES.len())])
            .collect();
        for system in ALL {
            let _ = sanitize(&sql, system);
            assert!(summarize(&sql, system).len() <= MAX_SUMMARY);
        }
    }
}

#[test]
fn the_time_is_linear_in_the_text() {
    for piece in [
        "(",
        "'",
        "$a$",
        "a.",
        "/*",
        "\"a\" ",
        "e'' ",
        "WITH a AS (SELECT 1), ",
        "\\",
    ] {
        let sql = piece.repeat(400_000 / piece.len());
        let start = Instant::now();
        for system in ALL {
            let _ = sanitize(&sql, system);
            let _ = summarize(&sql, system);
        }
        assert!(
            start.elapsed().as_secs() < 20,
            "{piece}: {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn dq_4_a_long_text_is_cut_and_says_so() {
    let long = "é".repeat(MAX_TEXT);
    let cut = truncate(&long);
    assert!(cut.len() <= MAX_TEXT && cut.len() > MAX_TEXT - 4);
    assert!(cut.ends_with("é…"));
    let sql = "a, ".repeat(MAX_TEXT);
    assert!(sanitize(&sql, System::Sqlite).ends_with('…'));
    assert_eq!(truncate("SELECT ?"), "SELECT ?");
}

#[test]
fn db_3_a_code_is_an_error_as_its_system_says() {
    assert!(System::Postgresql.is_error("23505"));
    assert!(System::Postgresql.is_error("02000"));
    assert!(!System::Postgresql.is_error("01000"));
    assert!(!System::Postgresql.is_error("00000"));
    assert!(!System::Mariadb.is_error("01000"));
    assert!(System::Mariadb.is_error("1062"));
    assert!(System::Mysql.is_error("1062"));
    assert!(System::Sqlite.is_error("2067"));
}
