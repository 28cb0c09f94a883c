#![allow(dead_code)]

use traced::traced;

#[traced("Order.Place")]
fn style() {}

#[traced("2nd.order")]
fn digit() {}

#[traced("order.{id}")]
fn cardinality(_id: u64) {}

#[traced("order.place_everything_at_once")]
fn length() {}

#[traced("oder.list")]
fn prefix() {}

#[traced("order.lst")]
fn unregistered() {}

#[traced(name = "order.ship")]
fn nowhere_near() {}

#[traced]
fn list() {}

struct Order;

#[traced(prefix = "oder")]
impl Order {
    fn list(&self) {}
}

#[traced]
impl Order {
    fn place(&self) {}
}
