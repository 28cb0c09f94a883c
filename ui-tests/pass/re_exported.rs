//! A crate that re-exports `traced` under a name of its own.

mod telemetry {
    pub use traced as inner;
}

use telemetry::inner::traced;

#[traced(crate = telemetry::inner, attrs(n = n))]
async fn f(n: u8) -> Result<u8, String> {
    Ok(n)
}

fn main() {
    drop(f(1));
}
