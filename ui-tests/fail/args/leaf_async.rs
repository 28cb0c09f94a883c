use traced::traced;

#[traced(leaf)]
async fn f() {}

fn main() {}
