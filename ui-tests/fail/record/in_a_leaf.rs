use traced::{record, span, traced};

#[traced(leaf, attrs(order.parts = 1))]
fn place() {
    record!(order.parts = 2);
}

fn block() {
    span!("order.validate", leaf, { record!(order.parts = 2) });
}

fn main() {}
