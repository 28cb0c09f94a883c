use traced::traced;

#[traced("Order", allow("name-style"))]
fn place() {}

fn main() {}
