use traced::traced;

struct Orders;

#[traced]
impl Orders {
    #[traced(skip, kind = client)]
    fn place(&self) {}

    #[traced("order.cancel", skip)]
    fn cancel(&self) {}
}

fn main() {
    Orders.place();
    Orders.cancel();
}
