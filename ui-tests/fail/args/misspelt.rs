use traced::traced;

#[traced("order.place", knid = server)]
fn f() {}

fn main() {}
