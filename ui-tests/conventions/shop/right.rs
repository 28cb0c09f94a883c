#![deny(warnings)]

use traced::opentelemetry::Value;
use traced::{record, traced};

#[traced(
    "order.place",
    kind = server,
    attrs(order.id = id, order.items = items, order.tags = tags, http.response.status_code = status),
    late(order.state: string)
)]
pub async fn place(id: &str, items: &Option<u16>, tags: &[String], status: u16) {
    record!(order.state = "paid", order.items = Box::new(4_u8));
}

#[traced("order.list", attrs(order.items = value, colour = 1), allow(forbidden_attribute))]
pub fn list(value: &Value, #[attr("user.email")] _mail: &str) {}

#[traced(attrs(order.items = typed(3)), allow(unregistered_span))]
pub fn order() {}

fn typed(of: u8) -> u8 {
    of
}

#[traced("anything.goes", allow(name_prefix, unregistered_span))]
pub fn anything() {
    traced::span!("payment.take", kind = client, {});
}
