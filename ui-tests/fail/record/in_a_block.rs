use traced::{record, span, traced};

#[traced(late(order.status: string))]
fn place() {
    span!("order.validate", late(order.valid: boolean), {
        record!(order.valid = true);
        record!(order.status = "valid");
    });
    record!(order.valid = true);
}

fn main() {}
