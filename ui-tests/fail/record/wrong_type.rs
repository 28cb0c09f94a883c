use traced::{record, traced};

struct Order;

#[traced(late(a: string, b: int, c: double, d: boolean, e: string[], f: int[]))]
fn place(order: Order) {
    record!(a = 1);
    record!(b = "1", c = 1);
    record!(d = Some("true"));
    record!(e = vec![1, 2]);
    record!(f = %1);
    record!(a = order);
}

#[traced(attrs(a = 1))]
async fn ship(order: Order) {
    record!(a = order);
}

fn main() {}
