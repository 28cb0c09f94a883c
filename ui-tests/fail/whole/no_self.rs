//! What names `self` stands on items of which some functions have none: one error, not one for each.

use traced::traced;

pub struct Orders(u64);

#[traced(attrs(order.id = self.0, order.text = format!("{}", self.0)))]
impl Orders {
    pub fn place(&self) {}
    pub fn new() -> Self {
        Orders(1)
    }
    pub async fn load(id: u64) -> Self {
        Orders(id)
    }
    #[traced(attrs(order.id = 1, order.text = "1"))]
    pub fn first() {}
}

#[traced(links = self.links(), ret(order.id = |it| self.0 + it))]
pub mod orders {
    pub fn place() -> u64 {
        1
    }
    pub fn cancel() -> u64 {
        self::place()
    }
}

/// A path is no value.
#[traced(attrs(order.id = self::id()))]
pub mod right {
    pub fn place() {}
    #[traced::traced(skip)]
    pub fn id() -> u64 {
        1
    }
}

fn main() {}
