//! Functions of a crate that has `traced` by way of another one.

use std::future::{Future, ready};
use std::pin::Pin;

use traced::{ErrorType, record, span, traced};

mod telemetry {
    pub(crate) use ::traced as inner;
    pub(crate) mod everything {
        pub(crate) use ::traced::*;
    }
}

#[traced(crate = telemetry::inner, attrs(size = text.len(), http.route = text), late(found: boolean), ret(n = |n| *n), ok_if = |e| e == "expected")]
fn sync(text: &str) -> Result<u8, String> {
    record!(found = true);
    text.parse().map_err(|_| String::new())
}

#[traced(crate = self::telemetry::inner, leaf)]
fn leaf(a: u8) -> u8 {
    a
}

#[traced(crate = ::traced)]
#[track_caller]
fn in_place(a: u8) -> u8 {
    a
}

#[traced(crate = crate::re_exported::telemetry::everything)]
async fn asynchronous(a: &u8) -> u8 {
    #[traced(crate = super::re_exported::telemetry::inner)]
    async fn nested((a, _): (u8, u8)) -> u8 {
        a
    }
    nested((*a, 0)).await
}

#[traced(crate = telemetry::inner)]
#[must_use]
async fn kept(a: u8) -> u8 {
    a
}

#[traced(crate = telemetry::inner)]
async fn never() -> ! {
    std::future::pending().await
}

#[traced(crate = telemetry::inner, attrs(a = a))]
fn opaque(a: u8) -> impl Future<Output = u8> {
    ready(a)
}

#[traced(crate = telemetry::inner)]
fn boxed(a: u8) -> Pin<Box<dyn Future<Output = u8>>> {
    Box::pin(ready(a))
}

async fn blocks(a: u8) -> u8 {
    let b = span!("re_exported.block", crate = telemetry::inner, late(b: int), {
        record!(b = a);
        a
    });
    let c = span!("re_exported.leaf", leaf, crate = telemetry::inner, { b });
    span!(
        "re_exported.future",
        crate = telemetry::inner,
        attrs(c = c),
        async { c }
    )
    .await
}

struct Orders(u8);

#[traced(crate = telemetry::inner, prefix = "re_exported", late(count: int))]
impl Orders {
    fn count(&self, #[attr] limit: u8) -> u8 {
        record!(count = self.0);
        self.0.min(limit)
    }

    #[traced(crate = telemetry::everything)]
    async fn load(&self) -> u8 {
        self.0
    }

    #[traced(skip)]
    fn skipped(&self) -> u8 {
        self.0
    }
}

#[traced(crate = telemetry::inner)]
trait Store {
    fn all(&self) -> u8 {
        self.one()
    }
    fn one(&self) -> u8;
}

#[traced(crate = telemetry::inner)]
#[async_trait::async_trait]
trait Remote {
    async fn ask(&self, #[attr] a: u8) -> u8 {
        a
    }
}

impl Store for Orders {
    fn one(&self) -> u8 {
        self.0
    }
}

impl Remote for Orders {}

#[traced(crate = crate::re_exported::telemetry::inner)]
mod module {
    pub(super) fn first(#[attr] a: u8) -> u8 {
        a
    }

    pub(super) mod within {
        pub(in super::super) async fn second(#[attr] a: u8) -> u8 {
            a
        }
    }
}

macro_rules! by_fragment {
    ($krate:path, $name:ident) => {
        #[traced(crate = $krate)]
        fn $name() -> u8 {
            1
        }
    };
}

by_fragment!(telemetry::inner, fragment);

#[derive(Debug, ErrorType)]
#[error_type(crate = telemetry::inner)]
enum Failure<T: std::fmt::Debug> {
    #[error_type(transparent)]
    Inner(Other),
    Of(T),
}

#[derive(Debug, ErrorType)]
#[error_type("other", crate = telemetry::everything)]
struct Other;

impl<T: std::fmt::Debug> std::fmt::Display for Failure<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failure")
    }
}

impl<T: std::fmt::Debug> std::error::Error for Failure<T> {}

impl std::fmt::Display for Other {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("other")
    }
}

impl std::error::Error for Other {}

pub async fn check() -> usize {
    assert_eq!(sync("7"), Ok(7));
    assert_eq!(leaf(1) + in_place(1), 2);
    assert_eq!(asynchronous(&1).await + kept(2).await, 3);
    drop(never());
    assert_eq!(opaque(1).await + boxed(2).await, 3);
    assert_eq!(blocks(1).await, 1);
    let orders = Orders(3);
    assert_eq!(orders.count(2) + orders.load().await + orders.skipped(), 8);
    assert_eq!(orders.all() + orders.ask(1).await, 4);
    assert_eq!(module::first(1) + module::within::second(2).await, 3);
    assert_eq!(fragment(), 1);
    assert_eq!(Failure::<u8>::Inner(Other).error_type(), "other");
    assert_eq!(Failure::Of(1).error_type(), "failure.of");
    // In the order above.
    1 + 2 + 3 + 2 + 3 + 2 + 2 + 2 + 1
}
