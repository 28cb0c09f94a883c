use traced::traced;

#[traced(attrs(order.id = 1, "order.id" = 2), ret(order.id = |n| *n))]
fn f(#[attr("order.id")] n: u64) -> u64 {
    n
}

fn main() {}
