use traced::traced;

const NAME: &str = "order.place";

#[traced(name = NAME)]
fn f() {}

#[traced(name = format!("order.{id}"))]
fn g(id: u64) {}

fn main() {}
