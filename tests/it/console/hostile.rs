//! Input that nobody should send, and that arrives all the same.

use std::time::{Duration, Instant};

use traced::export::console::{Span, Style, Trace, render};

use super::fixture::span;

fn timeless(spans: &[Span]) -> String {
    let drawn = render(spans, &Style::new(100).times(false));
    let (_header, tree) = drawn.split_once('\n').expect("a header");
    tree.to_owned()
}

#[test]
fn parents_in_a_circle_are_cut_at_the_earliest() {
    let spans = [
        span(1, 3, "a", 20, 30).of("s"),
        span(2, 1, "b", 30, 40).of("s"),
        span(3, 2, "c", 10, 50).of("s"),
        span(4, 1, "hangs off the circle", 25, 26).of("s"),
        span(5, 5, "its own parent", 60, 61).of("s"),
    ];
    assert_eq!(
        timeless(&spans),
        "[s] c  its own ancestor\n\
         └─ a\n   \
            ├─ hangs off the circle\n   \
            └─ b\n\
         [s] its own parent  its own ancestor\n"
    );
}

#[test]
fn a_repeated_id_is_drawn_and_named() {
    let spans = [
        span(1, 0, "first", 0, 10).of("s"),
        span(1, 0, "second", 2, 5).of("s"),
        span(2, 1, "child", 3, 4).of("s"),
    ];
    assert_eq!(
        timeless(&spans),
        "[s] first\n└─ child\n[s] second  duplicate span id\n"
    );
}

#[test]
fn orphans_stand_together_under_what_is_missing() {
    let spans = [
        span(2, 9, "one", 5, 6).of("s"),
        span(3, 9, "two", 3, 4).of("s"),
        span(4, 8, "elsewhere", 0, 1).remote_parent().of("s"),
    ];
    let drawn = render(&spans, &Style::new(70));
    let lines: Vec<&str> = drawn.lines().collect();
    assert_eq!(lines[0], "trace 4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(lines[1], "1 service · 3 spans · 2 orphans · 6.00 µs");
    assert!(
        lines[2].starts_with("[s] elsewhere  continued from remote"),
        "{drawn}"
    );
    assert_eq!(lines[3], "parent 0000000000000009 never arrived");
    assert!(lines[4].starts_with("├─ [s] two  orphan"), "{drawn}");
    assert!(lines[5].starts_with("└─ [s] one  orphan"), "{drawn}");
    assert_eq!(Trace::group(&spans)[0].orphans(), 2);
}

#[test]
fn a_span_that_should_have_had_a_parent_is_marked() {
    let stray = [span(2, 0, "step", 0, 1).with("traced.orphan", true).of("s")];
    let drawn = render(&stray, &Style::new(70));
    assert!(drawn.contains("[s] step  orphan"), "{drawn}");
    assert!(drawn.contains("1 span · 1 orphan"), "{drawn}");
    assert!(!drawn.contains("traced.orphan"), "{drawn}");
}

#[test]
fn a_terminal_cannot_be_attacked() {
    let evil = "\x1b]0;owned\x07\r\x1b[2J\u{9b}31m\u{202e}txt";
    let spans = [span(1, 0, evil, 0, 10)
        .with(evil, evil)
        .with("lines", "one\ntwo")
        .error(evil, evil)
        .event(evil, 5, Vec::new())
        .of(evil)];
    for width in [20, 40, 80, 240] {
        let drawn = render(&spans, &Style::new(width));
        let dangerous = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!drawn.contains(dangerous), "{drawn:?}");
    }
    let drawn = render(&spans, &Style::new(240));
    assert!(
        drawn.contains(r"\u{1b}]0;owned\u{7}\r\u{1b}[2J\u{9b}31m\u{202e}txt"),
        "{drawn}"
    );
    assert!(drawn.contains(r"lines=one\ntwo"), "{drawn}");
}

#[test]
fn wide_characters_keep_the_columns() {
    let spans = [
        span(1, 0, "注文を確定する", 0, 10_000)
            .with("商品", "りんご")
            .of("注文サービス"),
        span(
            2,
            1,
            "🚀 launch 🚀 launch 🚀 launch 🚀 launch 🚀 launch",
            0,
            5_000,
        )
        .of("注文サービス"),
        span(3, 1, "plain", 0, 5_000)
            .error("E", "在庫がありません 在庫がありません 在庫がありません")
            .of("s"),
    ];
    for width in 20..=160 {
        let drawn = render(&spans, &Style::new(width));
        for line in drawn.lines() {
            assert!(
                columns(line) <= width,
                "{} > {width}: {line}",
                columns(line)
            );
        }
    }
    let drawn = render(&spans, &Style::new(80));
    let bars: Vec<usize> = drawn
        .lines()
        .filter_map(|line| line.find('━').map(|at| columns(&line[..at])))
        .collect();
    assert_eq!(bars.len(), 3, "{drawn}");
    assert!(
        bars.iter().all(|&bar| bar == bars[0]),
        "bars begin at {bars:?}\n{drawn}"
    );
}

/// Wide characters of these tests take two columns.
fn columns(line: &str) -> usize {
    line.chars()
        .map(|c| {
            if ('\u{2e80}'..'\u{a000}').contains(&c) || c == '🚀' {
                2
            } else {
                1
            }
        })
        .sum()
}

#[test]
fn times_that_make_no_sense_are_drawn() {
    let spans = [
        span(1, 0, "ends before it starts", 100, 50).of("s"),
        span(2, 1, "before its parent", 0, 10).of("s"),
        span(3, 1, "years later", 0, 40 * 365 * 86_400 * 1_000_000).of("s"),
    ];
    let drawn = render(&spans, &Style::new(80));
    assert_eq!(drawn.lines().count(), 4, "{drawn}");
}

#[test]
fn ten_thousand_spans_wide_and_deep() {
    let started = Instant::now();
    let wide: Vec<Span> = (1..=10_000)
        .map(|id| span(id, u64::from(id > 1), "w", id, id + 5).of("s"))
        .collect();
    let deep: Vec<Span> = (1..=10_000)
        .map(|id| span(id, id - 1, "d", id, 30_000 - id).of("s"))
        .collect();
    let circle: Vec<Span> = (1..=10_000)
        .map(|id| span(id, id % 10_000 + 1, "c", id, id + 1).of("s"))
        .collect();
    let failing: Vec<Span> = (1..=10_000)
        .map(|id| {
            span(id, id - 1, "f", id, 30_000 - id)
                .error("E", "same text")
                .of("s")
        })
        .collect();
    for (spans, extra) in [(&wide, 0), (&deep, 0), (&circle, 0), (&failing, 1)] {
        let drawn = render(spans, &Style::new(100));
        assert_eq!(drawn.lines().count(), 10_001 + extra);
        assert!(drawn.lines().all(|line| line.chars().count() <= 100));
    }
    // Quadratic work would take minutes.
    assert!(
        started.elapsed() < Duration::from_mins(1),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn megabytes_of_text_are_cut_before_they_are_looked_at() {
    let huge: String = "x y\n".repeat(500_000);
    let spans = [span(1, 0, huge.clone(), 0, 10)
        .with("db.query.text", huge.clone())
        .with("k", huge)
        .of("s")];
    let drawn = render(&spans, &Style::new(120));
    assert!(drawn.len() < 2_000, "{} bytes", drawn.len());
}
