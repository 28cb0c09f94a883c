use traced::traced;

#[traced(attrs(order.id = id))]
mod orders {
    pub mod parcels {
        pub fn pack(id: u64, #[attr] (a, b): (u8, u8)) {}

        pub fn ship() {}
    }

    #[traced(prefix = 7)]
    impl super::Order {
        pub fn place(&self, id: u64) {}
    }
}

struct Order;

fn main() {
    orders::parcels::pack(1, (1, 2));
    orders::parcels::ship();
    Order.place(1);
}
