//! What only this edition means: temporaries of a tail are dropped before the locals.
#![deny(warnings, clippy::all, clippy::pedantic)]
#![allow(missing_docs, reason = "a test")]

use std::cell::RefCell;
use std::fmt::{self, Debug, Display};

use traced::testing::{record, record_sync};
use traced::traced;

struct Noisy<'a>(&'a RefCell<Vec<&'static str>>, &'static str);

impl Noisy<'_> {
    fn length(&self) -> usize {
        self.1.len()
    }
}

impl Drop for Noisy<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

macro_rules! twice {
    ($($item:item)*) => {
        mod plain {
            use super::*;
            $($item)*
        }
        mod annotated {
            use super::*;
            $(#[traced] $item)*
        }
    };
}

twice! {
    pub(super) fn tail(log: &RefCell<Vec<&'static str>>) -> usize {
        let _local = Noisy(log, "local");
        Noisy(log, "temporary").length()
    }

    pub(super) fn borrowed_local(log: &RefCell<Vec<&'static str>>) -> usize {
        let local = RefCell::new(Noisy(log, "local"));
        log.borrow_mut().push("body");
        local.borrow().length()
    }

    pub(super) fn if_let(log: &RefCell<Vec<&'static str>>) -> usize {
        if let 0 = Noisy(log, "condition").length() {
            1
        } else {
            log.borrow_mut().push("else");
            2
        }
    }
}

#[test]
fn temporaries_live_as_long_as_in_this_edition() {
    for (plain, annotated) in [
        (
            plain::tail as fn(&RefCell<Vec<&'static str>>) -> usize,
            annotated::tail as _,
        ),
        (
            plain::borrowed_local,
            annotated::borrowed_local as fn(&RefCell<Vec<&'static str>>) -> usize,
        ),
        (
            plain::if_let,
            annotated::if_let as fn(&RefCell<Vec<&'static str>>) -> usize,
        ),
    ] {
        let (expected, log) = (RefCell::default(), RefCell::default());
        plain(&expected);
        record_sync(|| annotated(&log));
        assert_eq!(log, expected);
        assert_eq!(log.borrow().len(), 2);
    }
}

#[traced]
async fn elided(a: &str) -> impl Iterator<Item = char> {
    a.chars()
}

#[traced]
async fn two(a: &str, b: &[u8]) -> impl Debug {
    (a, b)
}

#[traced]
async fn nested(a: &str) -> Option<impl Iterator<Item = impl Display>> {
    Some(a.chars().map(move |c| format!("{c}{a}")))
}

struct Quoted<'a, T>(&'a T);

impl<T: Display> Display for Quoted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

#[traced]
async fn of_type<T: Display>(value: &T) -> impl Display {
    Quoted(value)
}

#[traced]
fn synchronous<T: Display>(value: &T, times: usize) -> impl Iterator<Item = impl Display> {
    std::iter::repeat_n(value, times)
}

#[tokio::test]
async fn returned_traits_capture_every_lifetime() {
    let recorded = record(async {
        let text = String::from("ab");
        assert_eq!(elided(&text).await.count(), 2);
        assert_eq!(format!("{:?}", two(&text, &[1]).await), r#"("ab", [1])"#);
        let texts: Vec<_> = nested(&text).await.into_iter().flatten().collect();
        assert_eq!(texts[1].to_string(), "bab");
        assert_eq!(of_type(&text).await.to_string(), "<ab>");
        assert_eq!(synchronous(&text, 3).count(), 3);
    });
    assert_eq!(recorded.await.spans().len(), 5);
}
