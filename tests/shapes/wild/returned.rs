//! What is returned, in all its wrappings.

use futures_util::future::{BoxFuture, Either, FutureExt as _, LocalBoxFuture, TryFutureExt as _};
use futures_util::stream::{self, BoxStream, Stream, StreamExt as _};
use std::future::{Future, IntoFuture, Ready, ready};
use std::num::ParseIntError;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use traced::traced;

#[traced]
fn streams(n: u8) -> impl Stream<Item = u8> + Send {
    stream::iter(0..n)
}

#[traced]
async fn async_streams(n: &u8) -> impl Stream<Item = u8> + '_ {
    stream::iter(0..*n)
}

#[traced]
fn boxed_stream<'a>(n: &'a [u8]) -> BoxStream<'a, &'a u8> {
    stream::iter(n).boxed()
}

#[traced]
fn iterators<'a>(
    n: &'a [u8],
) -> impl DoubleEndedIterator<Item = &'a u8> + ExactSizeIterator + Clone {
    n.iter()
}

#[traced]
fn closures(n: u8) -> impl Fn(u8) -> u8 + Clone + Send + 'static {
    move |m| n + m
}

#[traced]
fn closures_that_make_futures(n: u8) -> impl Fn(u8) -> BoxFuture<'static, u8> {
    move |m| async move { n + m }.boxed()
}

#[traced]
fn async_closures(n: u8) -> impl AsyncFn(u8) -> u8 {
    async move |m| n + m
}

#[traced]
fn boxed_once(n: String) -> Box<dyn FnOnce() -> String + Send> {
    Box::new(move || n)
}

#[traced]
fn pointers_that_make_futures() -> fn(u8) -> BoxFuture<'static, u8> {
    |n| Box::pin(async move { n })
}

#[traced]
fn either(n: u8) -> impl Future<Output = u8> {
    if n == 0 {
        Either::Left(ready(1))
    } else {
        Either::Right(async move { n })
    }
}

#[traced]
fn mapped(n: u8) -> impl Future<Output = Result<u8, String>> + Send + 'static {
    async move { Ok::<u8, ()>(n) }.map_err(|()| "no".to_owned())
}

#[traced]
fn boxed_early(n: u8) -> BoxFuture<'static, Result<u8, String>> {
    let n = match n.checked_sub(1) {
        Some(n) => n,
        None => return ready(Err("zero".to_owned())).boxed(),
    };
    for i in 0..n {
        if i == 7 {
            return Box::pin(async move { Ok(i) });
        }
    }
    Box::pin(async move { Ok(n) })
}

#[traced]
fn boxed_local<'a>(n: &'a Rc<u8>) -> LocalBoxFuture<'a, u8> {
    async move { **n }.boxed_local()
}

#[traced]
fn opaque_in_result(n: &str) -> Result<impl Future<Output = u8> + use<>, ParseIntError> {
    let n: u8 = n.parse()?;
    Ok(async move { n })
}

#[traced]
fn boxed_in_option(n: u8) -> Option<BoxFuture<'static, u8>> {
    let n = n.checked_sub(1)?;
    Some(async move { n }.boxed())
}

#[traced]
fn boxed_in_result<'a>(
    n: &'a str,
) -> Result<Pin<Box<dyn Future<Output = usize> + Send + 'a>>, &'a str> {
    if n.is_empty() {
        return Err(n);
    }
    Ok(Box::pin(async move { n.len() }))
}

type Handled<'a> = Pin<Box<dyn Future<Output = u8> + Send + 'a>>;

#[traced(future)]
fn alias(n: &u8) -> Handled<'_> {
    Box::pin(async move { *n })
}

#[traced]
async fn yields_a_future(n: u8) -> impl Future<Output = u8> {
    async move { n }
}

#[traced]
async fn yields_a_box(n: u8) -> BoxFuture<'static, u8> {
    async move { n }.boxed()
}

#[traced]
async fn yields_a_ready(n: u8) -> Ready<u8> {
    ready(n)
}

#[traced]
async fn nested(
    n: u8,
) -> Result<Result<Option<u8>, String>, Box<dyn std::error::Error + Send + Sync>> {
    if n == 0 {
        return Err("outer".into());
    }
    Ok(Err("inner".to_owned()))
}

#[traced]
async fn polls(n: u8) -> Poll<Result<Option<u8>, String>> {
    Poll::Ready(Ok(Some(n)))
}

#[traced]
fn tuples(n: u8) -> (impl Iterator<Item = u8>, Box<dyn Fn() -> u8>, [u8; 2]) {
    (0..n, Box::new(move || n), [n; 2])
}

#[traced]
fn unit_result(ok: bool) -> Result<(), ()> {
    if ok { Ok(()) } else { Err(()) }
}

#[traced]
fn shared(n: u8) -> Arc<dyn Fn() -> u8 + Send + Sync> {
    Arc::new(move || n)
}

#[traced]
fn unsized_str(n: &str) -> Box<str> {
    n.into()
}

#[traced]
fn unsized_slice(n: Vec<u8>) -> Rc<[u8]> {
    n.into()
}

#[traced]
fn arrays<const N: usize>() -> [Option<Box<dyn Fn()>>; N] {
    [const { None }; N]
}

#[traced]
fn raw_pointer(n: &mut u8) -> *mut u8 {
    n
}

#[traced]
fn recursive_box(n: u8) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move {
        if n == 0 {
            0
        } else {
            u64::from(n) + recursive_box(n - 1).await
        }
    })
}

#[traced]
async fn recursive(n: u8) -> u64 {
    if n == 0 {
        return 0;
    }
    u64::from(n) + Box::pin(recursive(n - 1)).await
}

pub struct Request(u8);

impl IntoFuture for Request {
    type Output = u8;
    type IntoFuture = Pin<Box<dyn Future<Output = u8> + Send>>;

    #[traced(future)]
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.0 })
    }
}

#[traced]
async fn joined(
    handles: Vec<tokio::task::JoinHandle<u8>>,
) -> Result<Vec<u8>, tokio::task::JoinError> {
    let mut all = Vec::new();
    for handle in handles {
        all.push(handle.await?);
    }
    Ok(all)
}

#[traced]
fn spawns(n: u8) -> tokio::task::JoinHandle<u8> {
    traced::task::spawn(async move { n })
}

#[traced]
fn infers_a_closure() -> impl Fn(&str) -> usize {
    |text| text.len()
}

#[traced]
fn infers_a_higher_ranked_closure() -> impl for<'a> FnMut(&'a str) -> &'a str + Send {
    |text| text.trim()
}

#[traced]
fn infers_a_closure_in_a_result(ok: bool) -> Result<impl FnOnce(&mut Vec<u8>), String> {
    if ok {
        Ok(|bytes: &mut Vec<u8>| bytes.push(1))
    } else {
        Err("no".into())
    }
}

#[traced]
fn infers_closures_in_a_tuple() -> (impl Fn(&[u8]) -> usize, Option<impl Fn(&str) -> String>) {
    (|bytes| bytes.len(), Some(|text: &str| text.to_uppercase()))
}

#[traced]
async fn closures_of_an_async_function(ok: bool) -> Result<impl Fn(&str) -> usize, ParseIntError> {
    tokio::task::yield_now().await;
    if !ok {
        "x".parse::<u8>()?;
    }
    Ok(|text: &str| text.len())
}

#[traced]
fn infers_an_output() -> impl Future<Output = u8> {
    async { "7".parse().unwrap_or_default() }
}

#[traced]
fn infers_an_error(text: &str) -> impl Future<Output = Result<u8, Box<dyn std::error::Error>>> {
    let text = text.to_owned();
    async move {
        let n: u8 = text.parse()?;
        if n == 0 {
            return Err("zero".into());
        }
        Ok(n)
    }
}

#[traced]
fn infers_in_a_result(
    text: &str,
) -> Result<impl Future<Output = Result<u8, String>> + use<>, ParseIntError> {
    let n = text.parse()?;
    Ok(async move {
        if n == 0 {
            Err("zero")?;
        }
        Ok(n)
    })
}

#[traced]
async fn infers_twice(text: &str) -> impl Future<Output = Result<u8, ParseIntError>> {
    let text = text.to_owned();
    async move { Ok(text.parse::<u8>()? + 1) }
}

trait Infers {
    fn load(&self) -> impl Future<Output = Result<u8, ParseIntError>> + Send;

    #[traced]
    fn filter(&self) -> impl Fn(&&str) -> bool {
        |text| text.is_empty()
    }
}

impl Infers for String {
    #[traced]
    fn load(&self) -> impl Future<Output = Result<u8, ParseIntError>> + Send {
        async { Ok(self.parse::<u8>()? + 1) }
    }
}

pub async fn check() -> usize {
    assert_eq!(infers_a_closure()("ab"), 2);
    assert_eq!(infers_a_higher_ranked_closure()(" a"), "a");
    let mut bytes = vec![];
    infers_a_closure_in_a_result(true).unwrap()(&mut bytes);
    assert_eq!(infers_closures_in_a_tuple().0(&bytes), 1);
    assert_eq!(closures_of_an_async_function(true).await.unwrap()("a"), 1);
    assert_eq!(infers_an_output().await, 7);
    assert!(infers_an_error("0").await.is_err());
    assert_eq!(infers_in_a_result("7").unwrap().await, Ok(7));
    assert_eq!(infers_twice("7").await.await, Ok(8));
    assert_eq!("7".to_owned().load().await, Ok(8));
    assert!(!"7".to_owned().filter()(&"a"));
    assert_eq!(streams(3).count().await, 3);
    assert_eq!(async_streams(&3).await.count().await, 3);
    assert_eq!(boxed_stream(&[1]).count().await, 1);
    assert_eq!(iterators(&[1, 2]).rev().len(), 2);
    assert_eq!(closures(1)(2), 3);
    assert_eq!(closures_that_make_futures(1)(2).await, 3);
    assert_eq!(async_closures(1)(2).await, 3);
    assert_eq!(boxed_once("a".into())(), "a");
    assert_eq!(pointers_that_make_futures()(1).await, 1);
    assert_eq!(either(0).await + either(2).await, 3);
    assert_eq!(mapped(1).await, Ok(1));
    assert_eq!(boxed_early(9).await, Ok(7));
    assert_eq!(boxed_local(&Rc::new(1)).await, 1);
    assert_eq!(opaque_in_result("1").unwrap().await, 1);
    assert!(opaque_in_result("x").is_err());
    assert_eq!(boxed_in_option(2).unwrap().await, 1);
    assert!(boxed_in_option(0).is_none());
    assert_eq!(boxed_in_result("ab").unwrap().await, 2);
    assert_eq!(alias(&1).await, 1);
    assert_eq!(yields_a_future(1).await.await, 1);
    assert_eq!(yields_a_box(1).await.await, 1);
    assert_eq!(yields_a_ready(1).await.await, 1);
    assert!(nested(0).await.is_err());
    assert!(polls(1).await.is_ready());
    assert_eq!(tuples(1).1(), 1);
    assert!(unit_result(false).is_err());
    assert_eq!(shared(1)(), 1);
    assert_eq!(&*unsized_str("a"), "a");
    assert_eq!(&*unsized_slice(vec![1]), [1]);
    assert_eq!(arrays::<2>().len(), 2);
    assert!(!raw_pointer(&mut 1).is_null());
    assert_eq!(recursive_box(2).await + recursive(2).await, 6);
    assert_eq!(Request(1).await, 1);
    assert_eq!(joined(vec![spawns(1)]).await.unwrap(), [1]);
    52
}
