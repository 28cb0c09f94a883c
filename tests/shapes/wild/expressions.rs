//! Values of attributes, made of every kind of expression: what clippy would say of one that is borrowed
//! is not the attribute's to provoke. And what stands on an item for functions that are not alike.
#![allow(
    dead_code,
    unused_imports,
    reason = "with the feature `off` nobody reads what only attributes read"
)]

use std::sync::Arc;
use traced::traced;

pub struct Order {
    id: u64,
    name: String,
    tags: Vec<String>,
    next: Option<Box<Order>>,
}

impl Order {
    fn name(&self) -> &str {
        &self.name
    }
}

#[traced(attrs(
    path = id, field = order.id, text = order.name, method = order.name(), owned = order.name().to_string(),
    string = String::from("a"), formatted = format!("{id}"), list = vec![1_i64, 2], array = [id, id],
    reference = &order.name, mutable = &*order.name, dereferenced = *order.name(), sliced = order.tags[..],
    indexed = order.tags[0], negated = -i64::from(id), not = !order.tags.is_empty(), sum = id + 1,
    cast = id as f64, compared = id > 1, chosen = if id > 1 { 1 } else { 2 },
    matched = match id { 0 => "none", _ => "some" }, block = { id }, fields = Order { id: 1, ..other() }.id,
    option = order.next.as_ref().map(|next| next.id), tuple = (id, 1).0, parenthesised = (id), closure = (|| id)(),
    shared = Arc::<str>::from("a"), cloned = order.name.clone(), display = %*order.name, debug = ?order.tags[0],
))]
fn values(id: u32, order: &Order) -> u64 {
    order.id + u64::from(id)
}

/// Keys whose type is agreed on.
#[traced(attrs(
    http.route = order.name[..], server.port = id as i64, server.address = Order { id: 1, ..other() }.name,
    url.path = *order.name, url.query = if id > 1 { "a" } else { "b" }, url.scheme = order.id.to_string(),
))]
async fn typed(id: u32, order: &Order) -> u64 {
    order.id + u64::from(id)
}

fn other() -> Order {
    Order {
        id: 0,
        name: "other".to_owned(),
        tags: vec!["tag".to_owned()],
        next: None,
    }
}

/// `ok_if` is about those that return errors.
#[traced(ok_if = |error: &u8| *error == 1, ret(value = %|value| format!("{value:?}")))]
impl Order {
    fn fails(&self) -> Result<u64, u8> {
        Err(1)
    }

    async fn nothing(&self) {}

    #[track_caller]
    fn in_place(&self) -> u64 {
        self.id
    }
}

#[traced(leaf)]
mod leaves {
    #[track_caller]
    pub(super) fn first(#[attr] a: u8) -> u8 {
        a
    }
}

pub async fn check() -> usize {
    let order = other();
    assert_eq!(values(1, &order) + typed(1, &order).await, 2);
    assert_eq!(order.fails(), Err(1));
    order.nothing().await;
    assert_eq!(order.in_place() + u64::from(leaves::first(1)), 1);
    6
}
