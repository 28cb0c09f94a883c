//! Every name that the shapes use of others, by full paths: the shapes themselves are compiled where
//! the usual names mean something else, or nothing.

pub use ::std::prelude::rust_2024::*;
pub use ::std::{assert, assert_eq, error, fmt, format, io, panic, ptr, task, vec};

pub use ::std::borrow::Cow;
pub use ::std::cell::{Cell, RefCell};
pub use ::std::collections::BTreeMap;
pub use ::std::convert::Infallible;
pub use ::std::future::{poll_fn, ready};
pub use ::std::marker::{PhantomData, Unpin};
pub use ::std::num::ParseIntError;
pub use ::std::ops::{Add, AddAssign, ControlFlow, Deref, Index, Range};
pub use ::std::pin::Pin;
pub use ::std::rc::Rc;
pub use ::std::str::FromStr;
pub use ::std::sync::{Arc, Mutex};
pub use ::std::task::Poll;

pub use ::anyhow;
pub use ::futures_util::future::{BoxFuture, LocalBoxFuture};
pub use ::tokio;
pub use ::traced::opentelemetry::Context;
pub use ::traced::opentelemetry::trace::SpanContext;

/// Traits whose methods are called.
#[allow(unused_imports, reason = "most are in the prelude, where there is one")]
pub mod methods {
    pub use ::futures_util::FutureExt as _;
    pub use ::std::prelude::rust_2024::{
        Clone as _, DoubleEndedIterator as _, From as _, Future as _, Into as _, IntoIterator as _,
        Iterator as _, ToOwned as _, ToString as _, TryFrom as _,
    };
}

/// Checks a family: as many spans as its `check` says, after all that it asserts itself.
pub fn run<F: Future<Output = usize>>(check: impl FnOnce() -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let runtime = runtime.expect("a runtime");
    let recorded = runtime.block_on(::traced::testing::record(check()));
    let names: Vec<_> = recorded
        .spans()
        .iter()
        .map(|span| span.name.clone())
        .collect();
    assert_eq!(names.len(), recorded.output, "{names:?}");
}

/// Suspends the task once.
pub async fn pause() {
    tokio::task::yield_now().await;
}
