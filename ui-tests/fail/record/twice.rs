use traced::{record, traced};

#[traced(late(order.status: string, order.parts: int))]
fn place() {
    record!(order.status = "placed", order.parts = 1, order.status = "shipped");
}

fn main() {}
