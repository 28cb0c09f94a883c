use traced::traced;

#[traced(parent = id)]
fn f(id: u64) {}

#[traced(links = [id])]
async fn g(id: u64) {}

fn main() {}
