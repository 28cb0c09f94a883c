//! Values that are set for their `Drop` to read, and bodies that never come to an end: nothing in them
//! is a fault.

#[allow(unused_imports, reason = "the prelude of edition 2021 has it not")]
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use traced::traced;

static CLOSED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Guard {
    id: u8,
    open: bool,
}

impl Drop for Guard {
    fn drop(&mut self) {
        if !self.open {
            CLOSED.lock().expect("no panic").push(self.id);
        }
    }
}

impl Guard {
    #[traced]
    fn close(mut self) {
        self.open = false;
    }

    #[traced]
    async fn close_later(mut self) {
        self.open = false;
    }

    #[traced(leaf)]
    #[allow(clippy::needless_arbitrary_self_type)]
    fn close_leaf(mut self: Self, n: u8) -> u8 {
        self.open = false;
        n
    }

    #[traced]
    #[track_caller]
    fn close_in_place(mut self) -> Result<u8, String> {
        self.open = false;
        Ok(self.id)
    }

    #[traced]
    #[expect(unused_assignments)]
    fn twice(mut self) {
        let mut n = 1;
        n = 2;
        self.id = n;
        self.open = false;
    }

    #[traced]
    fn boxed(mut self: Box<Self>) {
        self.open = false;
    }
}

#[traced]
fn by_argument(mut guard: Guard) {
    guard.open = false;
}

#[traced]
async fn by_argument_later(mut guard: Guard) {
    guard.open = false;
}

#[traced]
fn by_pattern((n, mut guard): (u8, Guard)) -> u8 {
    guard.open = false;
    n
}

enum Never {
    #[expect(dead_code)]
    Made(std::convert::Infallible),
    Other,
}

impl Future for Never {
    type Output = u8;

    #[traced]
    #[track_caller]
    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<u8> {
        match &mut *self {
            Self::Made(never) => match *never {},
            Self::Other => {
                let _ = task;
                unreachable!("nobody polls it")
            }
        }
    }
}

#[traced]
#[track_caller]
fn in_place_without_end(n: u8) -> Result<u8, String> {
    if n == 0 {
        panic!("zero")
    } else {
        panic!("not zero")
    }
}

#[traced]
fn without_end(n: u8) -> Result<u8, String> {
    match n {
        0 => panic!("zero"),
        _ => panic!("not zero"),
    }
}

pub async fn check() -> usize {
    let guard = |id| Guard { id, open: true };
    guard(1).close();
    guard(2).close_later().await;
    assert_eq!(guard(3).close_leaf(1), 1);
    assert_eq!(guard(4).close_in_place(), Ok(4));
    guard(5).twice();
    Box::new(guard(6)).boxed();
    by_argument(guard(7));
    by_argument_later(guard(8)).await;
    assert_eq!(by_pattern((1, guard(9))), 1);
    assert_eq!(
        *CLOSED.lock().expect("no panic"),
        [1, 2, 3, 4, 2, 6, 7, 8, 9]
    );
    let panics = |f: &dyn Fn()| std::panic::catch_unwind(std::panic::AssertUnwindSafe(f)).is_err();
    assert!(panics(&|| drop(in_place_without_end(1))));
    assert!(panics(&|| drop(without_end(1))));
    assert!(panics(&|| {
        let mut task = Context::from_waker(Waker::noop());
        let _ = Pin::new(&mut Never::Other).poll(&mut task);
    }));
    12
}
