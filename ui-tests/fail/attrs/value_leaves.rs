//! Values are computed by themselves, before the body.

use std::future::Future;
use traced::opentelemetry::Context;
use traced::traced;

#[traced(attrs(order.id = id.await))]
async fn waits(id: impl Future<Output = u64>) {
    let _ = id.await;
}

#[traced(attrs(order.id = id?))]
fn leaves(id: Option<u64>) -> Option<u64> {
    id
}

#[traced(parent = parent.await, links = [link.await])]
async fn parents(parent: impl Future<Output = Context>, link: impl Future<Output = Context>) {
    let _ = (parent.await, link.await);
}

pub struct Orders(Option<u64>);

#[traced(attrs(order.id = self.0?))]
impl Orders {
    pub fn place(&self) {}
    pub fn cancel(&self) {}
}

#[traced(attrs(order.id = if true { return 1 } else { 2 }, order.no = loop { break 1 }))]
fn returns() -> u64 {
    1
}

#[traced(attrs(order.id = { break; 1 }, order.no = { continue; 1 }))]
fn goes_on() {}

fn main() {}
