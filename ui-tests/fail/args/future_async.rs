use traced::traced;

#[traced(future)]
async fn f() {}

fn main() {}
