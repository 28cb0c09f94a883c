use traced::traced;

#[traced(skipall)]
fn skipped(a: u8) {}

#[traced(field(a = 1))]
fn fields() {}

#[traced(skip(a))]
fn skip(a: u8) {}

fn main() {}
