use std::future::Future;
use std::pin::Pin;
use traced::traced;

type LoadFuture<'a> = Pin<Box<dyn Future<Output = u8> + Send + 'a>>;

#[traced(future)]
fn load(from: &u8) -> LoadFuture<'_> {
    Box::pin(async move { *from })
}

fn main() {
    drop(load(&1));
}
