//! What a failed assertion looks like: a person reads it in a hurry.

use traced::context::run_in;
use traced::opentelemetry::KeyValue;
use traced::span::SpanStart;
use traced::testing::record_sync;
use traced_tests::panics::{file, message};

use super::harness::{SCOPE, Team, named, sound};

#[test]
fn errors_and_warnings_with_their_place_and_the_tree() {
    let team = Team::new(
        "[names]\nmax_length = 14\n[attributes]\nforbid = [\"*.token\"]\n[levels]\nname-length = \"warn\"\n",
    );
    let recorded = record_sync(|| {
        sound(|| {
            for item in 0..3 {
                let span = SpanStart::new(&SCOPE, "stock.reserve_it").attributes(vec![
                    KeyValue::new("code.file.path", "src/stock.rs"),
                    KeyValue::new("code.line.number", 12),
                    KeyValue::new("stock.item", item),
                ]);
                span.start().end();
            }
            let pay = SpanStart::new(&SCOPE, "order.pay").start();
            pay.set("card.token", "4242");
            pay.end();
        });
    });
    let panicked = message(|| recorded.assert_conforms_to(&team.conformance()));
    assert_eq!(
        team.text(&panicked),
        "\
the spans break the conventions: 1 error, 3 warnings

warning: span name `stock.reserve_it` has 16 characters; 14 are agreed (traced.toml:2) [name-length]
 --> src/stock.rs:12
  = in order.place > stock.reserve_it
  = and 2 more of the same

error: attribute `card.token` must not be recorded: `*.token` is forbidden (traced.toml:4) [forbidden-attribute]
  = in order.place > order.pay

order.place [server] {order.id=\"o-1\", order.total=9.5}
  stock.reserve_it {stock.item=0}
  stock.reserve_it {stock.item=1}
  stock.reserve_it {stock.item=2}
  order.pay {card.token=\"4242\"}
"
    );
}

#[test]
fn a_deep_trace_shows_the_nearest() {
    fn nest(depth: u32) {
        if depth > 0 {
            let span = SpanStart::new(&SCOPE, "step").start();
            run_in(span.context(), || nest(depth - 1));
            span.end();
        } else {
            SpanStart::new(&SCOPE, "Bottom").start().end();
        }
    }
    let team = Team::new("");
    let findings = record_sync(|| nest(40)).findings(&team.conformance());
    let shown = findings[0].path.join(" > ");
    assert_eq!(shown, format!("..{}Bottom", "step > ".repeat(11)));
}

#[test]
fn a_thousand_mistakes_are_counted_and_not_all_shown() {
    let team = Team::new("");
    let recorded = record_sync(|| {
        for number in 0..1000 {
            SpanStart::new(&SCOPE, format!("Step{number}"))
                .start()
                .end();
        }
    });
    let panicked = message(|| recorded.assert_conforms_to(&team.conformance()));
    assert!(panicked.starts_with("the spans break the conventions: 1000 errors\n"));
    assert!(panicked.contains("\nand 950 findings more\n"), "{panicked}");
}

#[test]
fn the_failed_assertion_is_located_in_the_test() {
    let recorded = named("Place Order!");
    let conventions = Team::new("").conformance();
    let file = file(|| recorded.assert_conforms_to(&conventions));
    assert!(file.ends_with("conventions/text.rs"), "{file}");
}
