use traced::traced;

struct Order;

#[traced(leaf, attrs(order.id = id))]
impl Order {
    fn place(&self, id: u64) {}

    #[traced(kind = servr)]
    fn ship(&self, id: u64) {}

    async fn pack(&self, id: u64) {}

    #[traced]
    const fn limit(&self, id: u64) -> u64 {
        id
    }

    fn number(&self) -> u64 {
        "7"
    }
}

fn main() {}
