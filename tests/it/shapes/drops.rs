//! Arguments drop when, and in the order in which, they would without the attribute.
//!
//! Each signature is written once and compiled twice, with the attribute and without; the logs of
//! the two are compared for a future that is never polled, cancelled and completed.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

use traced::traced;

thread_local! {
    static LOG: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        LOG.with_borrow_mut(|log| log.push(self.0));
    }
}

fn note(text: &'static str) {
    LOG.with_borrow_mut(|log| log.push(text));
}

fn logged(f: impl FnOnce()) -> Vec<&'static str> {
    LOG.take();
    f();
    LOG.take()
}

async fn once_pending() {
    let mut polled = false;
    poll_fn(|_| {
        if std::mem::replace(&mut polled, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

fn poll(future: impl Future, times: usize) {
    let mut future = Box::pin(future);
    let mut task = Context::from_waker(Waker::noop());
    for _ in 0..times {
        let _ = future.as_mut().poll(&mut task);
    }
}

macro_rules! twice {
    ($($item:item)*) => {
        mod plain {
            use super::{Noisy, Pair, note, once_pending};
            $($item)*
        }

        mod annotated {
            use super::{Noisy, Pair, note, once_pending, traced};
            $(#[traced] $item)*
        }
    };
}

struct Pair {
    a: Noisy,
    b: Noisy,
}

twice! {
    pub(super) async fn used(a: Noisy, b: Noisy) {
        note("body");
        once_pending().await;
        drop(b);
        note(a.0);
    }

    pub(super) async fn unused(_a: Noisy, _: Noisy, _c: Noisy) {
        note("body");
        once_pending().await;
    }

    pub(super) async fn patterns(Pair { a, .. }: Pair, (_, _d): (Noisy, Noisy), mut _e: Noisy) {
        let _local = Noisy("local");
        once_pending().await;
        drop(a);
    }

    pub(super) async fn by_ref(ref a: Noisy, ref mut _b: Noisy, whole @ Pair { .. }: Pair) {
        once_pending().await;
        note(a.0);
        note(whole.b.0);
    }

    pub(super) async fn moved_on(a: Noisy, b: Noisy) -> Noisy {
        let _b = b;
        once_pending().await;
        a
    }

    pub(super) fn sync_used(a: Noisy, b: Noisy) {
        drop(b);
        note(a.0);
    }

    pub(super) fn sync_unused(_a: Noisy, _: Noisy, Pair { b: _b, .. }: Pair) {
        let _local = Noisy("local");
        note("body");
    }

    pub(super) fn sync_temporaries(a: Noisy, b: Noisy) -> usize {
        let _local = Noisy("local");
        (Noisy("temporary"), &a, &b).0.0.len()
    }
}

macro_rules! equal_logs {
    ($($name:ident($($arg:expr),*);)*) => {$(
        for polls in 0..3 {
            let plain = logged(|| poll(plain::$name($($arg),*), polls));
            let annotated = logged(|| poll(annotated::$name($($arg),*), polls));
            assert!(!plain.is_empty());
            assert_eq!(annotated, plain, "{}, polled {polls} times", stringify!($name));
        }
    )*};
}

fn noisy(name: &'static str) -> Noisy {
    Noisy(name)
}

fn pair() -> Pair {
    Pair {
        a: noisy("pair.a"),
        b: noisy("pair.b"),
    }
}

#[test]
fn asynchronous() {
    equal_logs! {
        used(noisy("a"), noisy("b"));
        unused(noisy("a"), noisy("b"), noisy("c"));
        patterns(pair(), (noisy("c"), noisy("d")), noisy("e"));
        by_ref(noisy("a"), noisy("b"), pair());
        moved_on(noisy("a"), noisy("b"));
    }
}

#[test]
fn synchronous() {
    macro_rules! equal {
        ($($name:ident($($arg:expr),*);)*) => {$(
            let plain = logged(|| { plain::$name($($arg),*); });
            let annotated = logged(|| { annotated::$name($($arg),*); });
            assert_eq!(annotated, plain, "{}", stringify!($name));
        )*};
    }
    equal! {
        sync_used(noisy("a"), noisy("b"));
        sync_unused(noisy("a"), noisy("b"), pair());
        sync_temporaries(noisy("a"), noisy("b"));
    }
}

#[test]
fn a_layer_costs_at_most_48_bytes() {
    let plain = size_of_val(&plain::used(noisy("a"), noisy("b")));
    let annotated = size_of_val(&annotated::used(noisy("a"), noisy("b")));
    assert!(
        annotated <= plain + 48,
        "{plain} bytes without the attribute, {annotated} with it"
    );
}
