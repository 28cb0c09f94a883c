use traced::traced;

#[traced(kind)]
fn f() {}

#[traced(parent = , root)]
fn g() {}

#[traced(attrs)]
fn h() {}

#[traced(kind == server, parent == 1, prefix == "x", "order.place")]
fn i() {}

fn main() {}
