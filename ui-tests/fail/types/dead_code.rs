#![deny(dead_code)]
use traced::traced;

#[traced]
fn sync() {}

#[traced]
async fn asynchronous() {}

struct Order;

impl Order {
    #[traced]
    fn method(&self) {}
}

fn main() {
    let _ = Order;
}
