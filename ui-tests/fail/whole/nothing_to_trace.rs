use traced::traced;

struct Order;

#[traced]
impl Order {
    const LIMIT: usize = 1;

    const fn limit() -> usize {
        Self::LIMIT
    }
}

#[traced(root)]
trait Store {
    fn load(&self) -> usize;
}

#[traced]
mod orders {
    pub struct Order;
}

fn main() {
    let _ = (Order::limit(), orders::Order);
}
