//! What keeps a broken function quiet is not forbidden on top of it.

#![forbid(unused)]

use traced::traced;

#[traced(knd = server)]
fn place() {}

#[traced(prefx = "order")]
mod orders {
    pub fn cancel() {}
    pub fn ship() {}
}

fn main() {
    place();
    orders::cancel();
    orders::ship();
}
