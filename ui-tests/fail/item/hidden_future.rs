use std::future::{Future, Ready};
use std::pin::Pin;
use traced::traced;

type LoadFuture = Pin<Box<dyn Future<Output = u8>>>;

#[traced]
fn alias() -> LoadFuture {
    Box::pin(async { 1 })
}

#[traced]
fn many() -> Vec<Pin<Box<dyn Future<Output = u8>>>> {
    vec![]
}

#[traced]
fn more_than_a_future() -> impl Future<Output = u8> + Clone {
    std::future::ready(1)
}

#[traced]
fn into() -> impl IntoFuture<Output = u8> {
    std::future::ready(1)
}

#[traced(future)]
fn no_future() -> Ready<u8> {
    std::future::ready(1)
}

struct Later(u8);

#[traced(future)]
fn later() -> Later {
    Later(1)
}

#[traced(future)]
fn opaque() -> impl Sized {
    1_u8
}

fn main() {}
