//! What only this edition means: temporaries of a tail live until the end of the statement.
#![deny(warnings, clippy::all, clippy::pedantic)]
#![allow(missing_docs, reason = "a test")]

use std::cell::RefCell;

use traced::testing::record_sync;
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
