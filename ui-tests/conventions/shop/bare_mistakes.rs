#![allow(dead_code)]
#![no_implicit_prelude]

#[::traced::traced("order.list", attrs(order.items = name))]
fn list(name: &::core::primitive::str) {}

struct Order(u64);

#[::traced::traced(prefix = "order", attrs(order.id = self.0), allow(unregistered_span))]
impl Order {
    fn list(&self) {}
    fn count(&self) {}
}
