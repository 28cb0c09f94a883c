use traced::traced;

#[traced(colour = "blue")]
fn f() {}

fn main() {}
