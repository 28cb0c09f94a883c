use traced::traced;

#[traced(1)]
fn f() {}

#[traced("order" "place")]
fn g() {}

#[traced("order.place"; root)]
fn h() {}

fn main() {}
