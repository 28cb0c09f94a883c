//! Arguments drop when, and in the order in which, they would without the attribute.
//!
//! Each signature is written once and compiled four times: with the attribute and without, as a
//! synchronous function and as an asynchronous one. The logs are compared, of a future for one that
//! is never polled, cancelled and completed.

#![allow(
    clippy::boxed_local,
    clippy::let_unit_value,
    clippy::needless_arbitrary_self_type,
    clippy::needless_pass_by_value,
    clippy::unused_async,
    unused_assignments,
    unused_mut,
    reason = "the signatures are the point"
)]

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
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

struct Pair {
    a: Noisy,
    b: Noisy,
}

struct Duo(Noisy, Noisy);

fn noisy(name: &'static str) -> Noisy {
    Noisy(name)
}

fn pair() -> Pair {
    Pair {
        a: noisy("pair.a"),
        b: noisy("pair.b"),
    }
}

fn duo() -> Duo {
    Duo(noisy("duo.0"), noisy("duo.1"))
}

/// Two of the four modules: the functions below an attribute, and the macro by which they wait once.
macro_rules! modules {
    (
        $attr:meta $sync:ident $asynchronous:ident $point:ident
        $(fn $name:ident ($($params:tt)*) $(-> $ret:ty)? $body:block)*
        impl $(fn $method:ident ($($receiver:tt)*) $method_body:block)*
    ) => {
        mod $sync {
            use super::*;

            macro_rules! $point {
                () => {};
            }

            $(#[$attr] pub(super) fn $name($($params)*) $(-> $ret)? $body)*

            pub(super) struct Owner(pub(super) Noisy);

            impl Owner {
                $(#[$attr] pub(super) fn $method($($receiver)*) $method_body)*
            }
        }

        mod $asynchronous {
            use super::*;

            macro_rules! $point {
                () => { once_pending().await };
            }

            $(#[$attr] pub(super) async fn $name($($params)*) $(-> $ret)? $body)*

            pub(super) struct Owner(pub(super) Noisy);

            impl Owner {
                $(#[$attr] pub(super) async fn $method($($receiver)*) $method_body)*
            }
        }
    };
}

macro_rules! signatures {
    (
        $point:ident
        $(fn $name:ident $params:tt $(-> $ret:ty)? $body:block with ($($arg:expr),*);)*
        impl
        $(fn $method:ident $receiver:tt $method_body:block with ($($method_arg:expr),*);)*
    ) => {
        modules! {
            allow(dead_code) plain_sync plain_async $point
            $(fn $name $params $(-> $ret)? $body)* impl $(fn $method $receiver $method_body)*
        }
        modules! {
            traced traced_sync traced_async $point
            $(fn $name $params $(-> $ret)? $body)* impl $(fn $method $receiver $method_body)*
        }

        const SIGNATURES: &[&str] = &[$(stringify!($name),)* $(stringify!($method)),*];

        #[test]
        fn synchronous() {
            $(same(
                stringify!($name),
                || { let _ = plain_sync::$name($($arg),*); },
                || { let _ = traced_sync::$name($($arg),*); },
            );)*
            $(same(
                stringify!($method),
                || { use plain_sync::Owner; Owner::$method($($method_arg),*); },
                || { use traced_sync::Owner; Owner::$method($($method_arg),*); },
            );)*
        }

        #[test]
        fn asynchronous() {
            for polls in 0..3 {
                $(same(
                    &format!("{}, polled {polls} times", stringify!($name)),
                    || poll(plain_async::$name($($arg),*), polls),
                    || poll(traced_async::$name($($arg),*), polls),
                );)*
                $(same(
                    &format!("{}, polled {polls} times", stringify!($method)),
                    || { use plain_async::Owner; poll(Owner::$method($($method_arg),*), polls) },
                    || { use traced_async::Owner; poll(Owner::$method($($method_arg),*), polls) },
                );)*
            }
        }
    };
}

fn same(what: &str, plain: impl FnOnce(), annotated: impl FnOnce()) {
    let expected = logged(plain);
    assert!(!expected.is_empty(), "{what} drops nothing");
    assert_eq!(logged(annotated), expected, "{what}");
}

signatures! {
    point

    fn used(a: Noisy, b: Noisy) {
        note("body");
        point!();
        drop(b);
        note(a.0);
    } with (noisy("a"), noisy("b"));

    fn never_used(a: Noisy, b: Noisy) {
        point!();
        let _ = (&a, &b);
    } with (noisy("a"), noisy("b"));

    fn underscored(_a: Noisy, _b: Noisy) {
        note("body");
        point!();
    } with (noisy("a"), noisy("b"));

    fn nameless(_: Noisy, _: Noisy) {
        let _local = Noisy("local");
        point!();
    } with (noisy("a"), noisy("b"));

    fn nameless_between(_a: Noisy, _: Noisy, _c: Noisy) {
        note("body");
        point!();
    } with (noisy("a"), noisy("b"), noisy("c"));

    fn nameless_and_moved(a: Noisy, _: Noisy, c: Noisy) {
        drop(c);
        point!();
        drop(a);
    } with (noisy("a"), noisy("b"), noisy("c"));

    fn fields(Pair { a, .. }: Pair, (_, _d): (Noisy, Noisy), mut _e: Noisy) {
        let _local = Noisy("local");
        point!();
        drop(a);
    } with (pair(), (noisy("c"), noisy("d")), noisy("e"));

    fn no_field(Pair { .. }: Pair, _b: Noisy) {
        point!();
    } with (pair(), noisy("b"));

    fn renamed(Pair { a: _x, b: _ }: Pair, Pair { a: _, b: _y }: Pair) {
        point!();
        note("body");
    } with (pair(), pair());

    fn positions(Duo(_a, _): Duo, Duo(.., b): Duo) {
        point!();
        note(b.0);
    } with (duo(), duo());

    fn nested((Duo(_a, _), [_, _d]): (Duo, [Noisy; 2]), _: Noisy) {
        point!();
    } with ((duo(), [noisy("c"), noisy("d")]), noisy("e"));

    fn array([first, .., _last]: [Noisy; 4]) {
        point!();
        drop(first);
    } with ([noisy("a"), noisy("b"), noisy("c"), noisy("d")]);

    fn by_reference(ref a: Noisy, ref mut _b: Noisy, whole @ Pair { .. }: Pair) {
        point!();
        note(a.0);
        note(whole.b.0);
    } with (noisy("a"), noisy("b"), pair());

    fn by_reference_in((ref a, _): (Noisy, Noisy), _c: Noisy) {
        note(a.0);
        point!();
    } with ((noisy("a"), noisy("b")), noisy("c"));

    fn borrowed(_a: &Noisy, b: Noisy, _: &mut Noisy) {
        point!();
        note(b.0);
    } with (&noisy("a"), noisy("b"), &mut noisy("c"));

    fn behind_a_pointer(_a: Box<Noisy>, _: Rc<Noisy>, c: Arc<Noisy>) {
        point!();
        note(c.0);
    } with (Box::new(noisy("a")), Rc::new(noisy("b")), Arc::new(noisy("c")));

    fn optional(_a: Option<Noisy>, _: Option<Noisy>, mut c: Option<Noisy>) {
        drop(c.take());
        point!();
    } with (Some(noisy("a")), Some(noisy("b")), Some(noisy("c")));

    fn of_some_type(_a: impl Sized, _: impl Sized, c: impl Sized) {
        point!();
        drop(c);
        note("body");
    } with (noisy("a"), noisy("b"), noisy("c"));

    fn assigned(mut a: Noisy, b: Noisy) {
        point!();
        a = b;
        note(a.0);
    } with (noisy("a"), noisy("b"));

    fn shadowed(a: Noisy, b: Noisy) {
        let a = Duo(Noisy("inner"), a);
        let _b = &b;
        point!();
        note(a.0.0);
    } with (noisy("a"), noisy("b"));

    fn partly_moved(pair: Pair, duo: Duo) {
        drop(pair.b);
        point!();
        let _kept = duo.1;
    } with (pair(), duo());

    fn captured(a: Noisy, b: Noisy) {
        let closure = move || {
            let a = &a;
            note(a.0);
        };
        closure();
        point!();
        drop(closure);
        drop(b);
    } with (noisy("a"), noisy("b"));

    fn given_back(a: Noisy, b: Noisy) -> Noisy {
        let _b = b;
        point!();
        a
    } with (noisy("a"), noisy("b"));

    fn returned_early(a: Noisy, _: Noisy, _c: Noisy) -> Option<Noisy> {
        let _local = Noisy("local");
        point!();
        if !a.0.is_empty() {
            return None;
        }
        Some(a)
    } with (noisy("a"), noisy("b"), noisy("c"));

    fn failed(a: Noisy, _b: Noisy) -> Result<Noisy, std::num::ParseIntError> {
        point!();
        let _local = Noisy("local");
        let _: u8 = a.0.parse()?;
        Ok(a)
    } with (noisy("a"), noisy("b"));

    fn temporaries(a: Noisy, b: Noisy) -> usize {
        let _local = Noisy("local");
        point!();
        (Noisy("temporary"), &a, &b).0.0.len()
    } with (noisy("a"), noisy("b"));

    impl

    fn by_value(self, _a: Noisy) {
        point!();
        note(self.0.0);
    } with (Owner(noisy("self")), noisy("a"));

    fn by_value_unused(self, _: Noisy) {
        point!();
    } with (Owner(noisy("self")), noisy("a"));

    fn by_mutable_value(mut self, a: Noisy) {
        self.0 = a;
        point!();
    } with (Owner(noisy("self")), noisy("a"));

    fn by_ref(&self, a: Noisy, _: Noisy) {
        point!();
        drop(a);
        note(self.0.0);
    } with (&Owner(noisy("self")), noisy("a"), noisy("b"));

    fn by_mut(&mut self, a: Noisy) {
        point!();
        self.0 = a;
    } with (&mut Owner(noisy("self")), noisy("a"));

    fn by_typed_ref(self: &Self, _a: Noisy) {
        point!();
        note(self.0.0);
    } with (&Owner(noisy("self")), noisy("a"));

    fn boxed(self: Box<Self>, _a: Noisy) {
        point!();
        drop(self);
    } with (Box::new(Owner(noisy("self"))), noisy("a"));

    fn counted(self: Rc<Self>, _a: Noisy) {
        point!();
    } with (Rc::new(Owner(noisy("self"))), noisy("a"));

    fn shared(self: Arc<Self>, _: Noisy) {
        point!();
        note(self.0.0);
    } with (Arc::new(Owner(noisy("self"))), noisy("a"));

    fn pinned(self: Pin<Box<Self>>, _a: Noisy) {
        point!();
        note(self.0.0);
    } with (Box::pin(Owner(noisy("self"))), noisy("a"));
}

#[test]
fn there_are_many_signatures() {
    assert!(SIGNATURES.len() >= 25, "{}", SIGNATURES.len());
}
