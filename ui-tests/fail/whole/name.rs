use traced::traced;

struct Order;

#[traced("order.place")]
impl Order {
    fn place(&self, #[attr] id: u64) {}

    #[traced(skip)]
    fn ship(&self) {}
}

#[traced(name = "order.place", future)]
mod orders {
    pub fn place() {}
}

fn main() {
    Order.place(1);
    Order.ship();
    orders::place();
}
