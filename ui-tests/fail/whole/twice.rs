use traced::traced;

pub struct Order;

#[traced(kind = server)]
#[traced(prefix = "order")]
impl Order {
    pub fn place(&self) {}
    pub fn cancel(&self) {}
}

#[traced]
#[traced::traced]
pub mod orders {
    pub fn place() {}
}

fn main() {}
