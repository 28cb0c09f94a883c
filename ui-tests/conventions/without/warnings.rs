#![allow(dead_code)]

use traced::{record, span, traced};

#[traced(attrs(http.rout = "/", "http.method" = "GET"))]
fn keys() {
    span!("order.check", attrs(url.pth = "/"), {});
}

#[traced(late(http.rout: string))]
async fn late() {
    record!(http.rout = "/");
}

struct Orders;

#[traced(attrs(http.rout = "/"))]
impl Orders {
    fn list(&self) {}
    fn place(&self) {}
}

#[traced]
async fn spawns() {
    tokio::spawn(async {});
}

#[traced(attrs(http.rout = "/"))]
#[allow(deprecated)]
fn silenced() {
    tokio::spawn(async {});
}

#[traced(attrs(http.rout = "/"), allow(unknown_attribute, raw_spawn))]
fn allowed() {
    tokio::spawn(async {});
}

mod tokio {
    pub fn spawn(_: impl Future<Output = ()>) {}
}
