//! Attributes: what their values are, when they are evaluated, and when they are not.

use std::cell::Cell;
use std::fmt::{Debug, Display};

use traced::opentelemetry::Context;
use traced::testing::{assert_tree, record, record_sync};
use traced::traced;

#[derive(Debug)]
struct Order {
    id: u64,
    coupon: Option<String>,
}

#[traced(
    "order.place",
    attrs(
        order.id = order.id,
        order.coupon = order.coupon,
        order.dump = ?order,
        order.total = %total,
        shop.name = "corner",
        shop.number = -7,
        shop.rate = 0.5,
        shop.open = true,
        "http.request.header.x-id" = ["abc"],
        customer.names = names,
    ),
    ret(receipt.number = |number| *number, receipt.parity = |n| if n % 2 == 0 { "even" } else { "odd" })
)]
async fn place(
    order: &Order,
    total: impl Display,
    names: &[&str],
    #[attr] customer: &str,
    #[attr("http.response.header.y")] header: Option<Vec<String>>,
    #[attr(?)] debugged: impl Debug,
    #[attr(%"shown")] shown: impl Display,
) -> Result<u64, String> {
    let _ = (customer, header, debugged, shown);
    Ok(order.id + 1)
}

#[tokio::test]
async fn every_value_keeps_its_type() {
    let order = Order {
        id: 7,
        coupon: None,
    };
    let call = place(&order, 1.25, &["a", "b"], "ada", None, 'c', 2);
    let recorded = record(call).await;
    assert_eq!(recorded.output, Ok(8));
    assert_tree!(
        recorded,
        r#"
        order.place {customer="ada", customer.names=["a", "b"], debugged="'c'", http.request.header.x-id=["abc"], order.dump="Order { id: 7, coupon: None }", order.id=7, order.total="1.25", receipt.number=8, receipt.parity="even", shop.name="corner", shop.number=-7, shop.open=true, shop.rate=0.5, shown="2"}
        "#
    );
}

thread_local! {
    static EVALUATED: Cell<usize> = const { Cell::new(0) };
}

fn evaluate() -> u64 {
    EVALUATED.set(EVALUATED.get() + 1);
    1
}

#[traced(attrs(n = evaluate()), ret(m = |()| evaluate()))]
fn counted() {}

#[traced(attrs(n = evaluate()), ret(m = |()| evaluate()))]
async fn counted_async() {}

#[traced(leaf, attrs(n = evaluate()), ret(m = |()| evaluate()))]
fn counted_leaf() {}

#[tokio::test]
async fn evaluated_once_if_the_span_records() {
    let recorded = record(async {
        counted();
        counted_async().await;
        counted_leaf();
    })
    .await;
    assert_eq!(recorded.spans().len(), 3);
    assert_eq!(EVALUATED.replace(0), 6);
}

#[tokio::test]
async fn never_evaluated_if_it_does_not() {
    let suppressed = Context::current().with_telemetry_suppressed();
    let _attached = suppressed.attach();
    counted();
    counted_async().await;
    counted_leaf();
    assert_eq!(EVALUATED.replace(0), 0);
}

#[traced(attrs(n = n, m = m))]
fn patterns(&n: &u8, (m, _): (u8, u8)) -> u8 {
    n + m
}

#[traced(attrs(n = n))]
fn shadowing(n: u8) -> u8 {
    let n = n + 1;
    n
}

#[test]
fn the_values_are_those_of_the_call() {
    let recorded = record_sync(|| shadowing(1));
    assert_eq!(recorded.output, 2);
    assert_tree!(recorded, "shadowing {n=1}");
    let recorded = record_sync(|| patterns(&1, (2, 3)));
    assert_tree!(recorded, "patterns {m=2, n=1}");
}

struct Basket {
    items: Vec<u8>,
}

impl Basket {
    #[traced(attrs(basket.items = self.items.len()), ret(first = |item| item.as_deref().copied()))]
    fn first(&mut self) -> Option<&mut u8> {
        self.items.first_mut()
    }
}

#[test]
fn what_is_borrowed_can_still_be_returned() {
    let mut basket = Basket { items: vec![5, 6] };
    let recorded = record_sync(|| {
        *basket.first().expect("an item") += 1;
    });
    assert_tree!(recorded, "first {basket.items=2, first=5}");
    assert_eq!(basket.items, [6, 6]);
}
