//! What an editor sees while somebody is typing.

use traced::traced;

#[traced(attrs(order.id = ))]
fn value(id: u64) {}

#[traced(attrs(order.id = , order.total = 1))]
fn value_in_between(id: u64) {}

#[traced(kind)]
fn kind() {}

#[traced(kind = )]
fn kind_without_value() {}

#[traced("order.place" kind = client)]
fn comma() {}

#[traced(kind: client)]
fn colon() {}

#[traced(attrs { order.id = id })]
fn braces(id: u64) {}

#[traced(attrs(order.id: id))]
fn colon_in_a_list(id: u64) {}

#[traced((name = "order.place"))]
fn parentheses() {}

fn main() {}
