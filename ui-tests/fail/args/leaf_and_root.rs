use traced::traced;

#[traced(leaf, root)]
fn f() {}

fn main() {}
