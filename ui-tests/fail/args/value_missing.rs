use traced::traced;

#[traced(kind)]
fn f() {}

#[traced(parent = , root)]
fn g() {}

#[traced(attrs)]
fn h() {}

fn main() {}
