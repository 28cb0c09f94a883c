use traced::traced;

#[traced(links = 7)]
fn no_iterator() {}

#[traced(links = [7])]
async fn no_spans() {}

#[traced(links = missing)]
fn missing_links() {}

fn main() {}
