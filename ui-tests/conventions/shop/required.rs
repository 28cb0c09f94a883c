#![allow(dead_code)]

use traced::{record, traced};

#[traced("order.place", kind = server)]
fn both() {}

#[traced("order.place", kind = server, attrs(order.id = "o-1"))]
fn one() {}

#[traced("order.place", kind = server, late(order.id: string), ret(order.items = |items| *items))]
fn later(#[attr("order.state")] _state: &str) -> u64 {
    record!(order.id = "o-1");
    3
}

#[traced("order.place", kind = server)]
fn marked(#[attr("order.id")] _id: &str) {}
