//! Functions for rustdoc.

use traced::traced;

/// Documented: places it.
#[traced("order.place", attrs(order.id = id))]
pub async fn place<'a>(mut id: u64, (name, _): (&'a str, u8)) -> Result<&'a str, u8> {
    id += 1;
    if id > 7 { Err(1) } else { Ok(name) }
}

/// Documented: is synchronous.
#[traced]
pub unsafe extern "C" fn raw(a: u8) -> u8 {
    a
}

/// Documented: takes a pattern.
#[traced]
pub fn sum((a, b): (u8, u8), [c, ..]: [u8; 2]) -> u8 {
    a + b + c
}

/// Documented: returns a future.
#[traced]
pub fn later((a, _): (u8, u8)) -> impl Future<Output = u8> {
    async move { a }
}

pub struct Order;

#[traced]
impl Order {
    /// Documented: ships it.
    pub async fn ship(&self) {}
}
