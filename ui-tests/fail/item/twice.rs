use traced::traced;

#[traced]
#[traced("again")]
fn f() {}

fn main() {}
