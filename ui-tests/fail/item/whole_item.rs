use traced::traced;

struct Order;

#[traced]
impl Order {
    fn place(&self) {}
}

#[traced]
trait Store {
    fn load(&self) {}
}

#[traced]
mod orders {}

fn main() {}
