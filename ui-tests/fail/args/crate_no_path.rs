use traced::traced;

#[traced(crate = )]
fn nothing() {}

#[traced(crate = 1)]
fn number() {}

#[traced(crate = traced(), kind = client)]
fn call() {}

fn main() {}
