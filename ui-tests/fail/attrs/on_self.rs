use traced::traced;

struct Order;

impl Order {
    #[traced]
    fn place(#[attr] &self) {}
}

fn main() {}
