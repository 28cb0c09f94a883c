use traced::traced;

#[traced(attrs(orderId = 1, "order..id" = 2, "" = 3))]
fn f() {}

#[traced]
fn g(#[attr("Customer ID")] customer: u64) {}

#[traced(attrs("1st.order" = 1, größe = 2))]
fn h() {}

fn main() {}
