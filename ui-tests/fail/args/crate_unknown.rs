//! The path of `crate = ..` is used many times, and wrong once.

use std::future::Future;
use std::pin::Pin;
use traced::traced;

mod telemetry {
    #[allow(unused_imports)]
    pub use traced as inner;
}

#[traced(crate = nowhere, attrs(n = n, http.route = "a".to_owned()), late(b: int), ret(a = |x| *x), ok_if = |x| x.is_empty())]
pub fn sync(n: u8) -> Result<u8, String> {
    traced::record!(b = 3);
    Ok(n)
}

#[traced(crate = telemetry::iner)]
pub async fn asynchronous(#[attr] n: u8) -> Result<u8, String> {
    let n: u8 = "1".parse().map_err(|_| String::new())?;
    Ok(n)
}

/// A crate, but not this one.
#[traced(crate = std, leaf, attrs(n = n))]
pub fn leaf(n: u8) -> u8 {
    n
}

/// It has a module `__private`, too.
#[traced(crate = tokio)]
pub async fn never() -> ! {
    loop {}
}

#[traced(crate = telemetry::iner)]
#[must_use]
pub async fn kept(n: u8) -> u8 {
    n
}

#[traced(crate = std)]
pub fn opaque(n: u8) -> Result<impl Future<Output = u8>, String> {
    Ok(async move { n })
}

#[traced(crate = crate::tracing)]
pub fn boxed(n: u8) -> Pin<Box<dyn Future<Output = u8>>> {
    Box::pin(async move { n })
}

#[traced(crate = nowhere)]
#[track_caller]
pub fn in_place((n, _): (u8, u8)) -> u8 {
    n
}

pub struct Orders;

impl Orders {
    #[traced(crate = self::nowhere, parent = cx)]
    pub async fn follow(&self, cx: &traced::opentelemetry::Context) -> u8 {
        let _ = cx;
        1
    }
}

fn main() {
    drop(in_place((1, 2)));
}
