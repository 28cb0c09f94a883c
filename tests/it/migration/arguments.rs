//! The arguments that mean the same, by other names.

#![allow(
    clippy::items_after_statements,
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "so the functions under test are written"
)]

use traced::traced;
use tracing::instrument;

use super::{instrumented, same, traced, tree};

same! {
    names_and_nesting: run;

    [instrument(skip_all)]
    [traced]
    pub(super) async fn run() {
        place(7);
        ship(String::from("x")).await;
    }

    [instrument(name = "order.place", skip_all)]
    [traced("order.place")]
    fn place(id: u64) -> u64 {
        id
    }

    [instrument("order.ship", skip(to))]
    [traced("order.ship")]
    async fn ship(to: String) {
        tokio::task::yield_now().await;
        place(to.len() as u64);
    }
}

same! {
    fields: run;

    [instrument(skip_all, fields(order.id = 7_i64, order.text = "x", order.open = true, order.rate = 0.5))]
    [traced(attrs(order.id = 7_i64, order.text = "x", order.open = true, order.rate = 0.5))]
    pub(super) async fn run() {
        place(7, &Some(1));
    }

    [instrument(skip_all, fields(order.id = id, order.shown = %id, order.dump = ?size))]
    [traced(attrs(order.id = id, order.shown = %id, order.dump = ?size))]
    fn place(id: i64, size: &Option<u8>) {
        assert!(size.is_some() && id == 7);
    }
}

same! {
    a_parameter: run;

    [instrument]
    [traced]
    pub(super) async fn run() {
        place(7);
    }

    [instrument]
    [traced(attrs(id = id))]
    fn place(id: i64) {
        assert_eq!(id, 7);
    }
}

same! {
    kind: run;

    [instrument(fields(otel.kind = "server"))]
    [traced(kind = server)]
    pub(super) async fn run() {
        send();
    }

    [instrument(name = "mail.send", fields(otel.kind = "producer"))]
    [traced("mail.send", kind = producer)]
    fn send() {}
}

same! {
    err: run;

    [instrument(err)]
    [traced]
    pub(super) async fn run() -> Result<u8, String> {
        let _ = place(7).await;
        place(0).await
    }

    [instrument(skip_all, err)]
    [traced]
    async fn place(id: u8) -> Result<u8, String> {
        if id == 0 { Err("none".to_owned()) } else { Ok(id) }
    }
}

#[test]
fn a_field_that_is_recorded_later() {
    #[instrument(skip_all, fields(order.total = tracing::field::Empty))]
    fn old() {
        tracing::Span::current().record("order.total", 7_i64);
    }
    #[traced("old", late(order.total: int))]
    fn new() {
        traced::record!(order.total = 7_i64);
    }
    let expected = tree(&instrumented(|| async { old() }));
    assert_eq!(expected, "old order.total=I64(7)\n");
    assert_eq!(tree(&traced(|| async { new() })), expected);
}

#[test]
fn a_root_and_a_link() {
    #[instrument(skip_all)]
    fn old() {
        let from = tracing::Span::current();
        #[instrument(skip_all, parent = None, follows_from = [from])]
        fn inner(from: &tracing::Span) {}
        inner(&from);
    }
    #[traced("old")]
    fn new() {
        #[traced(root, links = [from])]
        fn inner(from: &traced::opentelemetry::Context) {}
        inner(traced::current().context());
    }
    let (old, new) = (instrumented(|| async { old() }), traced(|| async { new() }));
    assert_eq!(tree(&old), tree(&new));
    for spans in [old, new] {
        let span = |name: &str| {
            spans
                .iter()
                .find(|span| span.name == name)
                .expect("it ended")
        };
        let (outer, inner) = (span("old"), span("inner"));
        assert_ne!(outer.span_context.trace_id(), inner.span_context.trace_id());
        let links: Vec<_> = inner
            .links
            .iter()
            .map(|link| link.span_context.span_id())
            .collect();
        assert_eq!(links, [outer.span_context.span_id()]);
    }
}
