use traced::traced;

#[traced("order.{id}")]
fn f(id: u64) {}

#[traced("order.42")]
fn g() {}

fn main() {}
