//! Functions that return a future: the future is traced, and what comes before runs at the call.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::future::{BoxFuture, FutureExt as _, LocalBoxFuture};
use traced::testing::{assert_tree, record};
use traced::traced;

#[traced(attrs(n = n))]
fn opaque<'a>(n: u64, log: &'a RefCell<Vec<&'static str>>) -> impl Future<Output = u64> + 'a {
    log.borrow_mut().push("called");
    async move {
        log.borrow_mut().push("polled");
        inner().await;
        n
    }
}

#[traced]
async fn inner() {
    tokio::task::yield_now().await;
}

#[traced(ret(length = String::len))]
fn boxed<'a>(
    #[attr] text: &'a str,
) -> Pin<Box<dyn Future<Output = Result<String, String>> + Send + 'a>> {
    if text.is_empty() {
        return Box::pin(async { Err("empty".to_owned()) });
    }
    let owned = text.to_owned();
    async move {
        inner().await;
        Ok(owned)
    }
    .boxed()
}

#[traced]
fn alias(n: u64) -> BoxFuture<'static, u64> {
    Box::pin(std::future::ready(n))
}

#[traced]
fn local(n: Rc<u64>) -> LocalBoxFuture<'static, u64> {
    Box::pin(async move { *n })
}

struct Repository;

impl Repository {
    #[traced]
    fn find<'a>(&'a self, id: &'a u64) -> impl Future<Output = u64> + Send + use<'a> {
        async move { *id }
    }
}

#[tokio::test]
async fn what_is_returned_is_traced() {
    let log = RefCell::default();
    let recorded = record(async {
        let future = opaque(7, &log);
        assert_eq!(*log.borrow(), ["called"]);
        assert_eq!(future.await, 7);
        assert_eq!(boxed("abc").await.as_deref(), Ok("abc"));
        assert!(boxed("").await.is_err());
        assert_eq!(alias(1).await, 1);
        assert_eq!(local(Rc::new(2)).await, 2);
        assert_eq!(Repository.find(&3).await, 3);
    })
    .await;
    assert_eq!(*log.borrow(), ["called", "polled"]);
    assert_tree!(
        recorded,
        r#"
        opaque {n=7}
          inner
        boxed {length=3, text="abc"}
          inner
        boxed error "empty" {error.type="_OTHER", text=""}
          * exception {exception.message="empty", exception.type="alloc::string::String"}
        alias
        local
        find
        "#
    );
}

#[traced(attrs(text = text), ret(n = |n| *n))]
fn parsed(text: &str) -> Result<impl Future<Output = u8> + use<>, std::num::ParseIntError> {
    let n = text.parse()?;
    Ok(async move {
        inner().await;
        n
    })
}

#[traced(ok_if = |error| error == "expected")]
fn optional(error: Option<&'static str>) -> Option<BoxFuture<'static, Result<(), String>>> {
    let error = error?;
    Some(async move { Err(error.to_owned()) }.boxed())
}

#[tokio::test]
async fn where_there_may_be_no_future_the_call_is_traced_then() {
    let recorded = record(async {
        assert_eq!(parsed("7").expect("a number").await, 7);
        assert!(parsed("x").is_err());
        assert!(optional(None).is_none());
        for error in ["expected", "other"] {
            let future = optional(Some(error)).expect("a future");
            assert!(future.await.is_err());
        }
    })
    .await;
    assert_tree!(
        recorded,
        r#"
        parsed {n=7, text="7"}
          inner
        parsed error "invalid digit found in string" {error.type="core::num::error::ParseIntError", text="x"}
          * exception {exception.message="invalid digit found in string", exception.type="core::num::error::ParseIntError"}
        optional
        optional
        optional error "other" {error.type="_OTHER"}
          * exception {exception.message="other", exception.type="alloc::string::String"}
        "#
    );
}

#[traced(root, allow(raw_spawn))]
async fn spawns() {
    tokio::spawn(boxed("x"))
        .await
        .expect("it ends")
        .expect("ok");
}

#[tokio::test]
async fn its_parent_survives_a_spawn() {
    let recorded = record(spawns()).await;
    assert_tree!(
        recorded,
        r#"
        spawns
          boxed {length=1, text="x"}
            inner
        "#
    );
}
