//! Functions as they stand in services and libraries, under the names that they have there. The
//! families beside this folder are small and whole; these are neither.
#![deny(warnings, clippy::all, clippy::pedantic)]
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    reason = "tests"
)]
#![allow(
    clippy::cast_lossless,
    clippy::diverging_sub_expression,
    clippy::elidable_lifetime_names,
    clippy::let_and_return,
    clippy::manual_let_else,
    clippy::many_single_char_names,
    clippy::multiple_bound_locations,
    clippy::needless_for_each,
    clippy::needless_lifetimes,
    clippy::needless_question_mark,
    clippy::never_loop,
    clippy::ptr_arg,
    clippy::redundant_closure,
    clippy::redundant_closure_call,
    clippy::semicolon_if_nothing_returned,
    clippy::todo,
    clippy::unimplemented,
    clippy::unnecessary_semicolon,
    clippy::unused_async,
    reason = "so they are written: nothing of this is in the code that the attribute adds"
)]

mod attributes;
mod bodies;
mod bounds;
mod expressions;
mod guards;
mod items;
mod lifetimes;
mod macros;
#[path = "../names.rs"]
#[allow(unused_imports, dead_code, reason = "only `run` is wanted here")]
mod names;
mod re_exported;
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

families! { attributes bodies bounds expressions guards items lifetimes macros re_exported returned services traits }
