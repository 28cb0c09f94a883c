use traced::traced;

#[traced(kind = sever)]
fn f() {}

#[traced(kind = "server")]
fn g() {}

#[traced(kind = SpanKind::Server)]
fn h() {}

#[traced(kind = 1 + 1)]
fn i() {}

fn main() {}
