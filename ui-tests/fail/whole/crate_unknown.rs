//! One error for the path, however many functions there are.

use traced::traced;

mod telemetry {
    #[allow(unused_imports)]
    pub use traced as inner;
}

pub struct Orders;

#[traced(crate = nowhere, late(n: int))]
impl Orders {
    pub fn place(&self, #[attr] n: u8) {
        traced::record!(n = 1);
    }

    #[traced("order.cancel")]
    pub async fn cancel(&self, #[attr("order.n")] n: u8) {}
}

#[traced(crate = telemetry::iner)]
pub trait Store {
    fn load(&self, #[attr] n: u8) {}
    fn store(&self) {
        self.load(1);
    }
}

#[traced(crate = std)]
pub mod orders {
    pub fn place(#[attr] n: u8) {}
    pub mod open {
        pub fn place() {
            super::place(1);
        }
    }
}

fn main() {
    Orders.place(1);
    orders::open::place();
}
