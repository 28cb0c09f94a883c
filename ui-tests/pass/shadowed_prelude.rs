//! Every name that generated code could reach for by accident means something else here.
#![allow(dead_code, unused_macros, non_camel_case_types)]

use ::traced::traced as t;

struct Ok;
struct Err;
struct Some;
struct None;
struct Option;
struct Result;
struct String;
struct Vec;
struct Box;
struct Future;
struct SITE;
struct Site;
struct Context;
trait Fn {}
trait Send {}
trait Into {}
mod core {}
mod std {}
mod alloc {}
mod traced {}
mod opentelemetry {}
mod tokio {}
mod tracing {}
macro_rules! concat { () => { compile_error!("captured") } }
macro_rules! file { () => { compile_error!("captured") } }
macro_rules! line { () => { compile_error!("captured") } }
macro_rules! module_path { () => { compile_error!("captured") } }
macro_rules! option_env { ($x:tt) => { compile_error!("captured") } }

type R<T, E> = ::core::result::Result<T, E>;

#[t("a.b", attrs(x = __a, y = 1), ret(z = |n| *n), ok_if = |error| *error)]
fn sync(__a: u8, __r: u8, __parent: u8, __arg0: u8, outcome: u8) -> R<u8, bool> {
    let __edge = __r;
    R::Ok(__edge + __parent + __arg0 + outcome)
}

#[t(kind = client, attrs(x = %__arg1))]
async fn asynchronous((__arg0, __arg1): (u8, u8), __parent: &u8) -> R<u8, ()> {
    R::Ok(__arg0 + __arg1 + *__parent)
}

fn main() {
    assert!(matches!(sync(1, 2, 3, 4, 5), R::Ok(14)));
    drop(asynchronous((1, 2), &3));
}
