use traced::traced;

#[traced(prefix = "order")]
fn place() {}

#[traced(prefix = ORDER)]
mod orders {
    fn place() {}
}

#[traced(prefix)]
mod parcels {
    fn place() {}
}

fn main() {}
