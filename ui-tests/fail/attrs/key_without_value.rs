use traced::traced;

#[traced(attrs(order.id, size = 1))]
fn f(order: &str) {}

#[traced(attrs(%order))]
fn g(order: &str) {}

#[traced(attrs(= 1))]
fn h() {}

fn main() {}
