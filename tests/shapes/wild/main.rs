//! Functions as they stand in services and libraries, under the names that they have there. The
//! families beside this folder are small and whole; these are neither.
#![deny(warnings, clippy::all, clippy::pedantic)]
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    reason = "tests"
)]

mod attributes;
mod bodies;
mod lifetimes;
mod macros;
#[path = "../names.rs"]
#[allow(unused_imports, dead_code, reason = "only `run` is wanted here")]
mod names;
mod returned;
mod services;
mod stacked;
mod traits;

macro_rules! families {
    ($($family:ident)*) => {$(
        #[test]
        fn $family() {
            names::run(crate::$family::check);
        }
    )*};
}

families! { attributes bodies lifetimes macros returned services traits }
