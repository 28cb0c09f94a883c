use traced::traced;

#[traced(ret(order.id = |a, b| a))]
fn two_arguments() -> u64 {
    1
}

#[traced(ret(order.id = 7))]
fn no_closure() -> u64 {
    1
}

#[traced(ok_if = |error| error)]
fn no_bool() -> Result<(), u64> {
    Err(1)
}

#[traced(ok_if = |error: &String| error.is_empty())]
async fn other_error() -> Result<(), u64> {
    Err(1)
}

#[traced(ret(order.id = |order| order.missing))]
async fn missing() -> Result<u64, u64> {
    Err(1)
}

fn main() {}
