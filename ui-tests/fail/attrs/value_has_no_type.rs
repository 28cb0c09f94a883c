use traced::traced;

struct Order;

#[traced(attrs(order = order))]
fn f(order: &Order) {}

#[traced(attrs(order = %order))]
async fn g(order: &Order) {}

#[traced]
async fn h(#[attr(?)] order: Order) {}

#[traced]
fn i(#[attr] order: Order) {}

#[traced(ret(order = |order| order))]
fn j() -> Result<Order, ()> {
    Ok(Order)
}

fn main() {}
