//! What stands on members that cannot have it. The attribute is not imported in the module.

use traced::traced;

pub struct Orders;

#[traced]
pub mod orders {
    #[traced]
    pub struct Order;

    #[traced("order.limit")]
    pub const LIMIT: u8 = 1;

    #[traced]
    pub use super::Orders;

    #[traced]
    pub mod nothing {}

    pub fn place() {}
}

#[traced]
impl Orders {
    #[traced]
    const LIMIT: u8 = 1;

    pub fn place(&self) -> u8 {
        Self::LIMIT
    }
}

#[traced]
pub trait Store {
    #[traced(kind = client)]
    fn load(&self);

    #[traced = "store.keep"]
    fn keep(&self) {}
}

fn main() {}
