use traced::traced;

#[traced("")]
fn f() {}

#[traced("!")]
fn g() {}

fn main() {}
