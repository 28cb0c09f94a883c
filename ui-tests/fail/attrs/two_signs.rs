use traced::traced;

#[traced(attrs(order.id => id, "order-id" => id, order.text = %?id, order.dump = ? %id))]
fn place(id: u64) {}

#[traced(kind => server, late(order.tags: string[2]))]
fn cancel() {
    traced::record!(order.tags => 1);
}

fn main() {}
