use traced::{span, traced};

async fn check() -> u8 {
    1
}

#[traced]
async fn place() {
    let checked: u8 = span!("order.check", { check().await + 1 });
    let later = span!("order.later", { async { check().await } });
    later.await;
    span!("order.leaf", leaf, async { check().await }).await;
}

fn main() {}
