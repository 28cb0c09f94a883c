#![allow(dead_code)]

use traced::traced;

struct Order {
    id: u64,
}

// What stands on the item is judged there, once.
#[traced(prefix = "order", attrs(order.idd = 1, order.items = "3"), allow(unregistered_span))]
impl Order {
    fn list(&self) {}
    fn count(&self) {}
}

// The compiler knows the type in each function, and says it once.
#[traced(prefix = "order", attrs(order.id = self.id), allow(unregistered_span))]
impl Order {
    fn show(&self) {}
    fn print(&self) {}
}

#[traced("order.list", attrs(order.items = items))]
fn generic<T: traced::span::ToValue>(items: T) {}
