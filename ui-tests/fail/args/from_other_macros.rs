use traced::traced;

#[traced(level = "info", skip_all, fields(id = %id), err, target = "x")]
fn f(id: u64) -> Result<u64, String> {
    Ok(id)
}

#[traced(short_name = true, enter_on_poll = true, properties = { "id": "{id}" })]
async fn g(id: u64) {}

#[traced(attrs(order.id = field::Empty, order.total = tracing::field::Empty))]
fn later() {}

fn main() {}
