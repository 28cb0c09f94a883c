#![no_implicit_prelude]

#[::traced::traced("a.b", attrs(n = n), ret(r = |n| *n), ok_if = |error| *error)]
fn sync(n: u8) -> ::core::result::Result<u8, bool> {
    ::core::result::Result::Ok(n)
}

#[::traced::traced]
async fn asynchronous(#[attr(%)] n: u8) -> u8 {
    n
}

fn main() {
    ::std::assert!(sync(1).is_ok());
    ::core::mem::drop(asynchronous(1));
}
