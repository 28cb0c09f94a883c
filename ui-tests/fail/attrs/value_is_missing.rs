use traced::traced;

struct Order {
    id: u64,
}

#[traced(attrs(order.id = missing))]
fn place(id: u64) {}

#[traced(attrs(order.id = self.number))]
async fn ship(id: u64) {}

impl Order {
    #[traced(attrs(order.id = self.number))]
    fn pack(&self) {}

    #[traced(attrs(order.id = self.id.missing()))]
    async fn send(&self) {}
}

fn main() {}
