fn place() {
    traced::record!(order.status = "placed");
}

#[traced::traced(late(order.status: string))]
fn ship() {
    fn inner() {
        traced::record!(order.status = "shipped");
    }
    inner();
}

fn main() {}
