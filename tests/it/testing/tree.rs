//! The text of a tree: everything a test may want to see, nothing that changes between runs.

use traced::opentelemetry::trace::{SpanKind, Status, TraceContextExt as _};
use traced::opentelemetry::{Array, KeyValue, Value};
use traced::span::{Scope, SpanStart};
use traced::testing::{assert_tree, record_sync};

const SCOPE: Scope = Scope::new("shop", "1.0");

#[test]
fn it_shows_all_that_is_stable() {
    let recorded = record_sync(|| {
        let order = SpanStart::new(&SCOPE, "POST /orders")
            .kind(SpanKind::Server)
            .attributes(vec![
                KeyValue::new("order.id", 7),
                KeyValue::new("b.text", "7"),
                KeyValue::new("a.ratio", 1.0),
                KeyValue::new("code.line.number", 31),
                KeyValue::new("c.tags", Value::Array(Array::String(vec!["x".into()]))),
            ])
            .start();
        let pay = SpanStart::new(&SCOPE, "order.pay")
            .parent(order.context().clone())
            .start();
        pay.context()
            .span()
            .add_event("retry", vec![KeyValue::new("attempt", 2)]);
        pay.error("CardDeclined", Some("card \"1\" declined".to_owned()));
        pay.end();
        let mail = SpanStart::new(&SCOPE, "mail.send")
            .kind(SpanKind::Producer)
            .link(order.context().span().span_context().clone())
            .root()
            .start();
        mail.context().span().set_status(Status::Ok);
        mail.cancel();
        SpanStart::new(&SCOPE, "stock.reserve")
            .parent(order.context().clone())
            .start()
            .panicked();
        order.end();
    });
    assert_tree!(
        recorded,
        r#"
        POST /orders [server] {a.ratio=1.0, b.text="7", c.tags=["x"], order.id=7}
          order.pay error "card \"1\" declined" {error.type="CardDeclined"}
            * retry {attempt=2}
          stock.reserve panicked
        mail.send [producer] ok cancelled
          ~ link to POST /orders
        "#
    );
}
