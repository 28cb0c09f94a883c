//! The whole picture, character by character. `BLESS=1` writes what is drawn now.

use std::path::PathBuf;

use traced::export::console::{Style, render};

use super::fixture::{checkout, span};

fn assert_golden(name: &str, drawn: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("it/console/golden")
        .join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, drawn).expect("the golden file can be written");
    }
    let golden = std::fs::read_to_string(&path).expect("the golden file exists; BLESS=1 writes it");
    assert_eq!(drawn, golden, "{name} changed; look at it, then BLESS=1");
}

#[test]
fn a_rich_trace_at_three_widths() {
    for width in [40, 80, 120] {
        assert_golden(
            &format!("checkout-{width}.txt"),
            &render(&checkout(), &Style::new(width)),
        );
    }
}

#[test]
fn a_rich_trace_in_colour() {
    assert_golden(
        "checkout-120-colour.txt",
        &render(&checkout(), &Style::new(120).color(true)),
    );
}

#[test]
fn a_rich_trace_that_is_the_same_in_every_run() {
    let drawn = render(&checkout(), &Style::new(100).times(false));
    assert_golden("checkout-100-timeless.txt", &drawn);
    let reversed: Vec<_> = checkout().into_iter().rev().collect();
    assert_eq!(
        drawn,
        render(&reversed, &Style::new(100).times(false)),
        "order of arrival matters"
    );
}

#[test]
fn colour_adds_nothing_but_colour() {
    let colored = render(&checkout(), &Style::new(120).color(true));
    let mut plain = String::new();
    for (place, part) in colored.split('\x1b').enumerate() {
        plain.push_str(if place == 0 {
            part
        } else {
            part.split_once('m').expect("an SGR sequence").1
        });
    }
    assert_eq!(plain, render(&checkout(), &Style::new(120)));
}

#[test]
fn nothing_and_a_single_span_are_drawn_too() {
    assert_eq!(render(&[], &Style::new(80)), "");
    let one = [span(1, 0, "main", 0, 1_500).of("tool")];
    assert_eq!(
        render(&one, &Style::new(60)),
        "trace 4bf92f3577b34da6a3ce929d0e0e4736\n\
         1 service · 1 span · 1.50 ms\n\
         [tool] main               1.50 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━\n"
    );
}

#[test]
fn several_traces_are_drawn_in_the_order_they_started() {
    let spans = [
        span(1, 0, "second", 900, 950).trace(2).of("a"),
        span(2, 0, "first", 0, 10).trace(1).of("a"),
    ];
    assert_eq!(
        render(&spans, &Style::new(60).times(false)),
        "trace  1 service · 1 span\n[a] first\n\ntrace  1 service · 1 span\n[a] second\n"
    );
}
