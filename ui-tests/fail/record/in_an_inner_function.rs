use traced::{record, traced};

#[traced(late(order.status: string))]
fn place() {
    fn inner() {
        record!(order.status = "placed");
    }
    let closure = || record!(order.status = "closed");
    inner();
    closure();
}

fn main() {}
