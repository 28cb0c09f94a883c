//! What stands on an item is wrong once, however many functions it has.

use traced::traced;

pub struct Orders(Id);
pub struct Id;

#[traced(attrs(order.id = self.0, order.copy = &self.0))]
impl Orders {
    pub fn place(&self) {}
    pub fn cancel(&self) {}
    pub async fn ship(&self) {}
}

#[traced(attrs(order.name = %Id, order.dump = ?Id, order.all = [Id]))]
pub trait Store {
    fn load(&self) {}
    fn store(&self) -> Result<u64, String> {
        Ok(1)
    }
}

#[traced(parent = 1)]
pub mod parents {
    pub fn one() {}
    pub async fn two() {}
}

#[traced(links = 1)]
pub mod links {
    pub fn one() {}
    pub async fn two() {}
}

#[traced(ret(order.id = 1))]
pub mod returned {
    pub fn one() -> u64 {
        1
    }
    pub fn two() -> u64 {
        2
    }
}

/// Of functions without a `Result` it does not speak.
#[traced(ok_if = |error| error.is_expected())]
pub mod accepted {
    pub fn one() -> Result<u64, String> {
        Ok(1)
    }
    pub fn two() -> Result<u64, String> {
        Ok(1)
    }
    pub fn three() {}
}

fn main() {}
