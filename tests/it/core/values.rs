//! Attributes: typed, only what was named, only when somebody looks.

use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use std::cell::Cell;
use traced::context;
use traced::opentelemetry::trace::SpanKind;
use traced::provider::{Local, Provider};
use traced::testing::record_sync;
use traced::traced;

struct Order {
    id: u64,
    note: Option<String>,
}

#[traced("order.place", kind = server,
         attrs(order.id = order.id, order.note = order.note, order.shop = "north",
               "order.retries" = 2, order.total = %total, order.debug = ?total))]
fn place(order: &Order, total: f64, #[attr] urgent: bool, #[attr("customer.id")] who: &str) {
    let _ = (urgent, who);
}

#[test]
fn attributes_are_typed_and_absent_ones_left_out() {
    let recorded = record_sync(|| {
        place(&Order { id: 7, note: None }, 1.5, true, "ada");
    });
    assert_eq!(
        recorded.tree(),
        "order.place [server] {customer.id=\"ada\", order.debug=\"1.5\", order.id=7, \
         order.retries=2, order.shop=\"north\", order.total=\"1.5\", urgent=true}\n"
    );
    assert_eq!(recorded.span("order.place").span_kind, SpanKind::Server);
}

#[test]
fn arguments_are_not_recorded_unless_named() {
    #[traced]
    fn login(password: &str) -> usize {
        password.len()
    }
    assert_eq!(record_sync(|| login("secret")).tree(), "login\n");
}

#[test]
fn what_is_not_recorded_is_not_computed() {
    #[traced(attrs(calls = { calls.set(calls.get() + 1); calls.get() }))]
    fn measured(calls: &Cell<u32>) {}

    let calls = Cell::new(0);
    let off = SdkTracerProvider::builder()
        .with_sampler(Sampler::AlwaysOff)
        .build();
    let sampled_out = context::current().with_value(Local(Provider::new(off)));
    context::run_in(&sampled_out, || measured(&calls));
    assert_eq!(calls.get(), 0, "the sampler decided against it");
    record_sync(|| measured(&calls));
    assert_eq!(calls.get(), 1);
}

#[test]
fn an_attribute_may_call_traced_code() {
    #[traced]
    fn lookup() -> u32 {
        5
    }
    #[traced(attrs(found = lookup()))]
    fn outer() {}
    assert_eq!(record_sync(outer).tree(), "outer {found=5}\n  lookup\n");
}

#[test]
fn the_place_in_the_source_is_recorded() {
    #[traced]
    fn here() {}
    let recorded = record_sync(here);
    let span = recorded.span("here");
    let attribute = |key: &str| {
        let kv = span.attributes.iter().find(|kv| kv.key.as_str() == key);
        kv.map(|kv| kv.value.as_str().into_owned())
    };
    assert_eq!(
        attribute("code.function.name").as_deref(),
        Some("it::core::values::here")
    );
    assert!(attribute("code.file.path").is_some_and(|path| path.ends_with("core/values.rs")));
    assert!(attribute("code.line.number").is_some());
    assert_eq!(span.instrumentation_scope.name(), "traced-tests");
}

#[test]
fn methods_record_their_receiver() {
    struct Cart {
        items: usize,
    }
    impl Cart {
        #[traced("cart.empty", attrs(cart.items = self.items))]
        fn empty(&mut self) -> usize {
            std::mem::take(&mut self.items)
        }
    }
    let recorded = record_sync(|| Cart { items: 3 }.empty());
    assert_eq!(recorded.output, 3);
    assert_eq!(recorded.tree(), "cart.empty {cart.items=3}\n");
}

#[test]
fn a_leaf_is_nobodys_parent() {
    #[traced]
    fn inside() {}
    #[traced(leaf, attrs(n = n))]
    fn hot(n: u8) {
        inside();
    }
    #[traced]
    fn outer() {
        hot(1);
    }
    assert_eq!(record_sync(outer).tree(), "outer\n  hot {n=1}\n  inside\n");
}
