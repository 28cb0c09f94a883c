use traced::span;

fn number() -> Result<u8, String> {
    span!("order.number", {
        let n: u8 = "7";
        Ok(n)
    })
}

fn early() -> Result<u8, String> {
    span!("order.early", {
        if true {
            return 7;
        }
        Err(8)
    })
}

async fn text() -> String {
    span!("order.text", async { 7 }).await
}

fn flow() {
    loop {
        span!("order.flow", {
            break;
        });
    }
}

fn main() {}
