use traced::traced;

#[traced("order.place", client)]
fn kind() {}

#[traced(server, root)]
async fn first() {}

fn main() {}
