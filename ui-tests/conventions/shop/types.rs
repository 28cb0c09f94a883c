#![allow(dead_code)]

use traced::{record, traced};

#[traced("order.list", attrs(order.id = 1, order.items = "3", order.tags = true, order.state = "payd"))]
fn literals() {}

#[traced("order.list", attrs(order.items = count, order.id = %count, order.tags = ?count))]
fn expressions(count: &str) {}

#[traced("order.list", attrs(http.response.status_code = status, order.tags = [1, 2]))]
async fn more(status: &str) {}

#[traced("order.list")]
fn marked(#[attr("order.items")] _items: Option<f64>) {}

#[traced("order.list", ret(order.items = |name| name))]
fn returned() -> String {
    String::new()
}

#[traced("order.list", late(order.items: string, order.state: string))]
fn late() {
    record!(order.state = "lost");
}

#[traced("order.list", attrs(order.items = 3))]
fn recorded(name: &str) {
    record!(order.items = name);
}

