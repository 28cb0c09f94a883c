//! Where no item stands, and items that are none of Rust's own.

use traced::traced;

enum Order {
    #[traced]
    Placed,
}

struct Shop {
    #[traced]
    open: bool,
}

fn parameter(#[traced] a: u8) {}

#[traced]
thread_local! {
    static OPEN: bool = true;
}

unsafe extern "C" {
    #[traced]
    fn foreign();
}

fn main() {}
