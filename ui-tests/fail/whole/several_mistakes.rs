use traced::traced;

struct Order;

#[traced(prefix = "Order Desk", knd = server, attrs(Order.Id = 1))]
impl Order {
    fn place(&self) {}

    #[traced(kind = servr)]
    fn ship(&self) {}
}

fn main() {
    Order.place();
    Order.ship();
}
