use traced::opentelemetry::Context;
use traced::traced;

#[traced(parent = cx, root)]
fn f(cx: &Context) {}

#[traced(parent = None)]
fn g() {}

fn main() {}
