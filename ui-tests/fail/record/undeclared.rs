use traced::{record, traced};

#[traced(late(order.status: string), attrs(order.id = id))]
fn place(id: u64) {
    record!(order.statos = "placed", order.id = id, order.total = 1);
    record!(order.weight = 1);
}

#[traced]
async fn ship() {
    record!(order.status = "shipped");
}

fn main() {}
