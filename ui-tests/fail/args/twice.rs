use traced::traced;

#[traced("order.place", kind = server, kind = client, name = "order.placed")]
fn f() {}

fn main() {}
