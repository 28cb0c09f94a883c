use traced::traced;

#[traced("Place Order!")]
fn place_order() {}

#[traced("orders/Place")]
fn place() {}

#[traced(name = "placeOrder")]
fn place_again() {}

#[traced("2nd.order")]
fn place_second() {}

fn main() {}
