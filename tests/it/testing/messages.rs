//! The messages of failed assertions, as text: a person reads them in a hurry.

use std::time::Duration;

use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData};
use traced::FutureExt as _;
use traced::opentelemetry::trace::{
    SpanKind, TraceContextExt as _, Tracer as _, TracerProvider as _,
};
use traced::opentelemetry::{Context, KeyValue};
use traced::span::{Scope, SpanStart};
use traced::testing::{Recorder, assert_tree, record, record_sync};
use traced_tests::panics::{file, message};

const SCOPE: Scope = Scope::new("shop", "1.0");

#[test]
fn nothing_recorded() {
    let recorded = record_sync(|| ());
    assert_eq!(
        message(|| recorded.assert_connected()),
        "\
not one connected trace:
  - no span was recorded; is the code `#[traced]`, and does it run inside of `record`?

"
    );
}

#[tokio::test]
async fn several_roots() {
    let recorded = record(async {
        async {}.traced("order.place").await;
        let attributes = vec![
            KeyValue::new("code.file.path", "src/mail.rs"),
            KeyValue::new("code.line.number", 12),
        ];
        let mail = SpanStart::new(&SCOPE, "mail.send").attributes(attributes);
        mail.start().end();
    })
    .await;
    assert_eq!(
        message(|| recorded.assert_connected()),
        "\
not one connected trace:
  - 2 roots where there should be one: `order.place`, `mail.send` (src/mail.rs:12); give them a \
common parent, or record them one by one

order.place
mail.send
"
    );
}

#[test]
fn a_parent_of_another_provider() {
    let foreign = SdkTracerProvider::builder().build();
    let recorded = record_sync(|| {
        let span = foreign.tracer("foreign").start("foreign");
        let cx = Context::current().with_span(span);
        SpanStart::new(&SCOPE, "order.place")
            .parent(cx)
            .start()
            .end();
    });
    assert_eq!(
        message(|| recorded.assert_connected()),
        "\
not one connected trace:
  - `order.place` is an orphan: its parent is not in this recording; start the whole operation \
inside of `record`, and make all spans with one provider

order.place orphan
"
    );
}

#[test]
fn a_span_that_does_not_end() {
    let recorded = Recorder::new()
        .deadline(Duration::from_millis(5))
        .record_sync(|| SpanStart::new(&SCOPE, "order.place").start());
    assert_eq!(
        message(|| recorded.assert_connected()),
        "\
not one connected trace:
  - `order.place` has not ended 5ms after the recorded code: what it measures still runs, or \
something keeps the span; await it, abort it, or drop what holds it

order.place unended
"
    );
}

#[test]
fn a_name_that_is_not_there() {
    let recorded = record_sync(|| {
        for name in ["order.place", "order.plan", "mail.send"] {
            SpanStart::new(&SCOPE, name).start().end();
        }
    });
    assert_eq!(recorded.span("mail.send").span_kind, SpanKind::Internal);
    assert_eq!(
        message(|| {
            let _: &SpanData = recorded.span("order.plase");
        }),
        "\
no span is named `order.plase`; there is `order.place`, `order.plan`

order.place
order.plan
mail.send
"
    );
}

#[test]
fn another_tree() {
    let recorded = record_sync(|| {
        for name in ["order.place", "order.pay", "mail.send"] {
            SpanStart::new(&SCOPE, name).start().end();
        }
    });
    assert_eq!(
        message(|| assert_tree!(
            recorded,
            "
            order.place
              order.pay
            mail.send
            mail.send
            "
        )),
        "\
the tree is not as expected (`-` expected, `+` recorded):

  order.place
-   order.pay
- mail.send
+ order.pay
  mail.send
"
    );
}

#[test]
fn the_failed_assertion_is_located_in_the_test() {
    let file = file(|| record_sync(|| ()).assert_connected());
    assert!(file.ends_with("messages.rs"), "{file}");
}
