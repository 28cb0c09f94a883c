//! Free functions: what they take, what they return, how they get there.

use crate::env::*;

#[traced]
fn nothing() {}

#[traced]
fn unit() -> () {}

#[traced]
fn one_line(a: u8) -> u8 {
    a
}

#[traced]
pub fn public(a: u8, b: u8) -> u8 {
    let c = a + b;
    c * 2
}

#[traced]
pub(crate) fn restricted(a: &str) -> usize {
    a.len()
}

#[traced]
fn r#type(r#fn: u8) -> u8 {
    r#fn
}

#[traced]
fn größe(länge: u8) -> u8 {
    länge + 1
}

#[traced]
fn recursive(n: u64) -> u64 {
    if n < 2 {
        n
    } else {
        recursive(n - 1) + recursive(n - 2)
    }
}

#[traced]
fn inner_items(a: u8) -> u8 {
    const ONE: u8 = 1;
    struct Wrapped(u8);
    impl Wrapped {
        fn get(&self) -> u8 {
            self.0
        }
    }
    fn add(a: u8) -> u8 {
        a + ONE
    }
    use self::one_line as same;
    Wrapped(same(add(a))).get()
}

#[traced]
fn inner_attributes(a: u8) -> u8 {
    #![allow(unused_variables)]
    //! And documentation inside.
    let unused = a;
    a
}

#[traced]
fn labelled(limit: u8) -> u8 {
    let mut count = 0;
    'outer: loop {
        for i in 0..limit {
            count += 1;
            if i == 2 {
                continue 'outer;
            }
            if count > 10 {
                break 'outer count;
            }
        }
        if limit < 3 {
            break count;
        }
    }
}

#[traced]
fn early(a: u8) -> &'static str {
    if a == 0 {
        return "zero";
    }
    while a > 100 {
        return "large";
    }
    match a {
        1 => return "one",
        _ => {}
    }
    "some"
}

#[traced]
fn only_return() -> u8 {
    return 1;
}

#[traced]
fn block_tail(a: u8) -> u8 {
    { { a } }
}

#[traced]
fn unsafe_tail(a: &u8) -> u8 {
    // SAFETY: it comes from a reference.
    unsafe { *p::ptr::from_ref(a) }
}

#[traced]
fn match_tail(a: p::Option<u8>) -> u8 {
    match a {
        p::Some(a) if a > 3 => a,
        p::Some(_) => 3,
        p::None => 0,
    }
}

#[traced]
fn let_else(a: p::Option<u8>) -> u8 {
    let p::Some(a) = a else { return 0 };
    a
}

#[traced]
fn closures(a: u8) -> impl p::Fn(u8) -> u8 {
    let add = move |b| a + b;
    add
}

#[traced]
fn returns_a_pointer() -> fn(u8) -> u8 {
    one_line
}

#[traced]
fn macro_tail(a: u8) -> p::String {
    p::format!("{a}")
}

#[traced]
fn macro_statement(a: u8) {
    p::assert!(a == 1);
}

#[traced]
fn empty_statement(a: u8) -> u8 {
    a
}

#[traced]
fn shadows(a: u8) -> u8 {
    let a = a + 1;
    let a = a * 2;
    a
}

#[traced]
fn many(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8) -> [u8; 7] {
    [a, b, c, d, e, f, g]
}

/// Documented.
#[traced]
#[doc = "twice"]
#[inline(always)]
#[must_use]
fn attributed(a: u8) -> u8 {
    a
}

#[traced]
#[cold]
#[deprecated]
#[allow(non_snake_case)]
fn Deprecated() {}

#[traced]
#[track_caller]
fn tracked() -> u8 {
    1
}

#[traced]
fn diverges_inside(a: bool) -> u8 {
    if a { 1 } else { p::panic!("not reached") }
}

#[traced]
fn returns_never(a: u8) -> ! {
    p::panic::resume_unwind(p::Box::new(a))
}

#[traced("shape.named", kind = server, attrs(a = a, b = "x"), ret(c = |c| *c), ok_if = |()| true)]
fn every_argument(a: u8) -> p::Result<u8, ()> {
    p::Ok(a)
}

#[traced(root, links = links)]
fn linked(links: &[p::SpanContext]) -> usize {
    links.len()
}

#[traced(leaf, attrs(a = a))]
fn leaf(a: u8) -> u8 {
    a
}

pub async fn check() -> usize {
    nothing();
    unit();
    p::assert_eq!(one_line(1), 1);
    p::assert_eq!(public(1, 2), 6);
    p::assert_eq!(restricted("abc"), 3);
    p::assert_eq!(r#type(1), 1);
    p::assert_eq!(größe(1), 2);
    p::assert_eq!(recursive(3), 2);
    p::assert_eq!(inner_items(1), 2);
    p::assert_eq!(inner_attributes(1), 1);
    p::assert_eq!(labelled(2), 2);
    p::assert_eq!(labelled(4), 11);
    p::assert_eq!(
        [early(0), early(1), early(2), early(200)],
        ["zero", "one", "some", "large"]
    );
    p::assert_eq!(only_return(), 1);
    p::assert_eq!(block_tail(1), 1);
    p::assert_eq!(unsafe_tail(&1), 1);
    p::assert_eq!(match_tail(p::Some(7)) + match_tail(p::None), 7);
    p::assert_eq!(let_else(p::Some(7)) + let_else(p::None), 7);
    p::assert_eq!(closures(1)(2), 3);
    p::assert_eq!(returns_a_pointer()(1), 1);
    p::assert_eq!(macro_tail(1), "1");
    macro_statement(1);
    p::assert_eq!(empty_statement(1), 1);
    p::assert_eq!(shadows(1), 4);
    p::assert_eq!(many(1, 2, 3, 4, 5, 6, 7)[6], 7);
    p::assert_eq!(attributed(1), 1);
    #[allow(deprecated)]
    Deprecated();
    p::assert_eq!(tracked(), 1);
    p::assert_eq!(diverges_inside(true), 1);
    let payload = p::panic::catch_unwind(|| returns_never(7)).err();
    p::assert_eq!(
        payload.and_then(|payload| payload.downcast::<u8>().ok()),
        p::Some(p::Box::new(7))
    );
    p::assert_eq!(every_argument(7), p::Ok(7));
    p::assert_eq!(linked(&[]), 0);
    p::assert_eq!(leaf(1), 1);
    // A span for each call, those in calls included.
    44
}
