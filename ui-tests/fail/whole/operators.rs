//! The same as `wrong_types`, of values that do not stand alone.

use traced::traced;

pub struct Orders;
pub struct Id;

#[traced(attrs(order.a = *&Id, order.b = [Id][0], order.c = &Id, http.route = -1 - 1, http.response.status_code = !true))]
impl Orders {
    pub fn place(&self) {}
    pub async fn cancel(&self) {}
}

#[traced(parent = &1)]
pub mod parents {
    pub fn one() {}
    pub async fn two() {}
}

#[traced(parent = -1, links = [Id, super::Id])]
pub mod links {
    use super::Id;
    pub fn one() {}
    pub async fn two() {}
}

#[traced(ok_if = |_, _| true)]
pub mod accepted {
    pub fn one() -> Result<u64, String> {
        Ok(1)
    }
    pub fn two() -> Result<u64, String> {
        Ok(1)
    }
}

#[traced(ok_if = true, ret(order.id = 1 + 1))]
pub mod closures {
    pub fn one() -> Result<u64, String> {
        Ok(1)
    }
}

fn main() {}
