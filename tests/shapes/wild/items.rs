//! Items, statics and names in a body, and bodies that go on for long.

use std::cell::RefCell;
use traced::{record, span, traced};

#[traced]
fn statics() -> usize {
    static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    thread_local! {
        static LOCAL: RefCell<usize> = const { RefCell::new(1) };
    }
    const STEP: usize = 2;
    LOCAL.with_borrow_mut(|local| *local += STEP);
    COUNT.fetch_add(STEP, std::sync::atomic::Ordering::Relaxed);
    LOCAL.with_borrow(|local| *local)
}

#[traced]
fn impls_inside(a: u8) -> String {
    trait Say {
        fn say(&self) -> String;
    }
    impl Say for u8 {
        fn say(&self) -> String {
            self.to_string()
        }
    }
    #[traced]
    fn inner<T: Say>(value: &T) -> String {
        value.say()
    }
    inner(&a)
}

#[traced(late(total: int))]
async fn records(a: u64) -> u64 {
    for i in 0..a {
        if i == 1 {
            record!(total = i);
        }
    }
    span!("bodies.block", attrs(a = a), async { a + 1 }).await
}

#[traced]
fn shadowing(a: &str) -> usize {
    let a = a.trim();
    let a = a.len();
    let a = { a };
    a
}

#[traced]
fn underscore_used(_a: u8, __b: u8) -> u8 {
    _a + __b
}

#[traced(allow(raw_spawn))]
fn moved_into_a_thread(a: String) -> usize {
    std::thread::spawn(move || a.len()).join().unwrap_or(0)
}

#[traced]
fn scoped_threads(a: &mut Vec<u8>) -> usize {
    std::thread::scope(|scope| {
        scope.spawn(|| a.push(1));
    });
    a.len()
}

#[traced]
fn compound(mut a: Vec<Vec<u8>>) -> Vec<u8> {
    a[0][0] += 1;
    a.iter_mut().for_each(|a| a.push(0));
    std::mem::take(&mut a[0])
}

macro_rules! long {
    ($($n:literal)*) => {
        #[traced]
        fn long(mut a: u64) -> u64 {
            $(a = a.wrapping_mul(31).wrapping_add($n); if a == $n { return a; })*
            a
        }
        #[traced]
        async fn long_async(mut a: u64) -> u64 {
            $(a = a.wrapping_mul(31).wrapping_add($n);)*
            tokio::task::yield_now().await;
            a
        }
    };
}

long! {
    1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
    31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60
}

pub async fn check() -> usize {
    assert_eq!(statics(), 3);
    assert_eq!(impls_inside(1), "1");
    assert_eq!(records(2).await, 3);
    assert_eq!(shadowing(" a "), 1);
    assert_eq!(underscore_used(1, 2), 3);
    assert_eq!(moved_into_a_thread("a".into()), 1);
    assert_eq!(scoped_threads(&mut vec![]), 1);
    assert_eq!(compound(vec![vec![1]]), [2, 0]);
    assert_ne!(long(1), 1);
    assert_ne!(long_async(1).await, 1);
    12
}
