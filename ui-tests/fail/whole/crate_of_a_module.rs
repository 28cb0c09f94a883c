//! The functions of a module look up the path of `crate = ..` from inside of it.

use traced::traced;

mod telemetry {
    #[allow(unused_imports)]
    pub use traced as inner;
}

#[traced(crate = self::telemetry::inner)]
pub mod orders {
    pub fn place(#[attr] n: u8) {}
    pub fn cancel() {}
}

/// Only the compiler knows that this is not a crate.
#[traced(crate = telemetry::inner)]
pub mod parcels {
    pub fn place(#[attr] n: u8) {
        traced::record!(n = 2);
    }
    pub mod late {
        pub fn cancel() {}
    }
}

fn main() {}
