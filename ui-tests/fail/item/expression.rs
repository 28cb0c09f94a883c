//! The compiler itself refuses an attribute on an expression; this one says what to write.

use traced::traced;

fn block() {
    #[traced]
    {
        drop(1);
    }
}

fn closure() {
    let _ = #[traced]
    || 1;
}

#[traced]
extern crate std as standard;

fn main() {}
