//! Functions that return a future: the future is traced, what comes before runs once.

use crate::env::*;

type Boxed<'a, T> = p::Pin<p::Box<dyn p::Future<Output = T> + p::Send + 'a>>;

#[traced]
fn opaque(a: u8) -> impl p::Future<Output = u8> {
    async move { a }
}

#[traced]
fn opaque_send<'a>(a: &'a str) -> impl p::Future<Output = usize> + p::Send + 'a {
    let length = a.len();
    async move {
        pause().await;
        length + a.len()
    }
}

#[traced]
fn opaque_function(a: u8) -> impl p::Future<Output = u8> {
    opaque(a)
}

#[traced]
fn opaque_ready(a: u8) -> impl p::Future<Output = u8> + p::Unpin {
    p::ready(a)
}

#[traced]
fn opaque_early(a: u8) -> impl p::Future<Output = u8> {
    if a == 0 {
        return p::ready(1);
    }
    p::ready(a)
}

#[traced]
fn boxed<'a>(a: &'a str) -> p::Pin<p::Box<dyn p::Future<Output = usize> + p::Send + 'a>> {
    p::Box::pin(async move { a.len() })
}

#[traced]
fn boxed_with_statements(log: &p::Cell<u8>) -> p::Pin<p::Box<dyn p::Future<Output = u8> + '_>> {
    log.set(log.get() + 1);
    let before = log.get();
    p::Box::pin(async move {
        pause().await;
        log.set(log.get() + 10);
        before
    })
}

#[traced]
fn boxed_early(a: u8) -> p::Pin<p::Box<dyn p::Future<Output = u8>>> {
    if a == 0 {
        return p::Box::pin(async { 1 });
    }
    p::Box::pin(p::ready(a))
}

#[traced]
fn boxed_branches(a: bool) -> p::Pin<p::Box<dyn p::Future<Output = u8> + p::Send>> {
    if a {
        p::Box::pin(async { 1 })
    } else {
        p::Box::pin(p::ready(2))
    }
}

#[traced]
fn boxed_function(a: &str) -> p::Pin<p::Box<dyn p::Future<Output = usize> + p::Send + '_>> {
    boxed(a)
}

#[traced]
fn library(a: u8) -> p::BoxFuture<'static, u8> {
    p::Box::pin(async move { a })
}

#[traced]
fn library_local(a: p::Rc<u8>) -> p::LocalBoxFuture<'static, u8> {
    p::Box::pin(async move { *a })
}

#[traced]
fn library_boxed(a: u8) -> p::BoxFuture<'static, u8> {
    async move { a }.boxed()
}

#[traced(future)]
fn alias<'a>(a: &'a str) -> Boxed<'a, usize> {
    p::Box::pin(async move { a.len() })
}

#[traced]
fn fails(a: u8) -> p::BoxFuture<'static, p::Result<u8, p::String>> {
    p::Box::pin(async move {
        if a == 0 {
            p::Err("zero".into())
        } else {
            p::Ok(a)
        }
    })
}

#[traced(attrs(length = a.len()), ret(a = |a| *a))]
fn recorded(a: p::String) -> impl p::Future<Output = usize> {
    async move { a.len() }
}

struct Repository(u8);

impl Repository {
    #[traced]
    fn find<'a>(&'a self, _: &'a str) -> impl p::Future<Output = u8> + 'a {
        async move { self.0 }
    }

    #[traced]
    fn find_boxed(&self) -> p::BoxFuture<'_, u8> {
        p::Box::pin(async move { self.0 })
    }

    #[traced]
    fn take(self) -> p::BoxFuture<'static, u8> {
        p::Box::pin(async move { self.0 })
    }
}

pub async fn check() -> usize {
    p::assert_eq!(opaque(1).await, 1);
    p::assert_eq!(opaque_send("ab").await, 4);
    p::assert_eq!(opaque_function(1).await, 1);
    p::assert_eq!(opaque_ready(1).await, 1);
    p::assert_eq!(opaque_early(0).await, 1);
    p::assert_eq!(boxed("ab").await, 2);
    let log = p::Cell::new(0);
    let future = boxed_with_statements(&log);
    p::assert_eq!(log.get(), 1);
    p::assert_eq!(future.await, 1);
    p::assert_eq!(log.get(), 11);
    p::assert_eq!(boxed_early(0).await + boxed_early(2).await, 3);
    p::assert_eq!(boxed_branches(true).await + boxed_branches(false).await, 3);
    p::assert_eq!(boxed_function("ab").await, 2);
    p::assert_eq!(library(1).await, 1);
    p::assert_eq!(library_local(p::Rc::new(1)).await, 1);
    p::assert_eq!(library_boxed(1).await, 1);
    p::assert_eq!(alias("ab").await, 2);
    p::assert_eq!(fails(0).await, p::Err("zero".into()));
    p::assert_eq!(recorded("ab".into()).await, 2);
    let repository = Repository(7);
    p::assert_eq!(repository.find("").await, 7);
    p::assert_eq!(repository.find_boxed().await, 7);
    p::assert_eq!(repository.take().await, 7);
    23
}
