mod telemetry {
    #[allow(unused_imports)]
    pub use traced as inner;
}

pub fn block(n: u8) -> Result<u8, String> {
    traced::span!("order.validate", crate = nowhere, attrs(n = n), {
        traced::record!(n = 3);
        let n: u8 = "1".parse().map_err(|_| String::new())?;
        Ok(n)
    })
}

pub fn leaf(n: u8) -> u8 {
    traced::span!("order.price", leaf, crate = std, { n + 1 })
}

pub async fn asynchronous(n: u8) -> u8 {
    traced::span!("order.ship", crate = telemetry::iner, attrs(n = n), async {
        traced::record!(n = 3);
        n + 1
    })
    .await
}

fn main() {}
