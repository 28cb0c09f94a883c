//! What stands above functions and parameters.

use std::panic::Location;
use traced::traced;

#[traced]
#[track_caller]
fn caller() -> &'static Location<'static> {
    Location::caller()
}

#[traced]
#[track_caller]
fn unwraps(value: Option<u8>) -> u8 {
    value.unwrap()
}

struct Tracked;

impl Tracked {
    #[traced(attrs(n = n))]
    #[track_caller]
    fn caller(&self, n: u8) -> (&'static Location<'static>, u8) {
        (Location::caller(), n)
    }
}

#[traced]
#[inline(never)]
#[cold]
fn cold(a: u8) -> u8 {
    a
}

#[traced]
#[must_use = "it is the point"]
pub fn kept(a: u8) -> u8 {
    a
}

#[traced]
#[must_use]
pub async fn kept_async(a: u8) -> u8 {
    a
}

#[traced]
#[deprecated(since = "0.1.0", note = "use `cold`")]
fn old(a: u8) -> u8 {
    a
}

#[traced]
#[deprecated]
async fn old_async(a: u8) -> u8 {
    a
}

#[traced]
#[expect(unused_variables)]
fn expected(a: u8, b: u8) -> u8 {
    b
}

#[traced]
#[expect(unused_variables)]
async fn expected_async(a: u8, b: u8) -> u8 {
    b
}

#[traced]
#[expect(unused_mut)]
fn expected_mut(mut a: u8) -> u8 {
    a
}

#[traced]
#[expect(unused_mut)]
async fn expected_mut_async(mut a: u8) -> u8 {
    a
}

#[traced]
fn expected_parameter(#[expect(unused_variables)] a: u8, #[expect(unused_mut)] mut b: u8) -> u8 {
    b
}

#[traced]
#[expect(unused_assignments, unused_variables)]
fn expected_assignment(a: u8) -> u8 {
    let mut b = a;
    b = 1;
    a
}

#[traced]
#[expect(dead_code, reason = "never called")]
fn dead() {}

#[traced]
#[expect(dead_code)]
async fn dead_async() {}

#[traced]
#[expect(non_snake_case)]
fn Spelt(A: u8) -> u8 {
    A
}

#[traced]
#[expect(clippy::too_many_arguments)]
fn many(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> u8 {
    a + b + c + d + e + f + g + h
}

#[traced]
#[expect(clippy::too_many_arguments)]
async fn many_async(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> u8 {
    a + b + c + d + e + f + g + h
}

#[traced]
#[expect(clippy::needless_pass_by_value)]
fn by_value(a: String) -> usize {
    a.len()
}

#[traced]
#[expect(clippy::unused_async)]
async fn not_async() -> u8 {
    1
}

#[traced]
#[expect(clippy::unnecessary_wraps)]
fn wraps(a: u8) -> Option<u8> {
    Some(a)
}

#[traced]
#[expect(
    clippy::missing_errors_doc,
    unused_variables,
    reason = "it has no documentation"
)]
pub async fn undocumented(a: u8) -> Result<u8, String> {
    tokio::task::yield_now().await;
    Err("no".into())
}

#[traced]
#[expect(clippy::trivially_copy_pass_by_ref)]
fn by_ref(a: &u8) -> u8 {
    *a
}

#[traced]
#[expect(clippy::let_and_return)]
fn let_and_return(a: u8) -> u8 {
    let b = a;
    b
}

#[traced]
#[expect(clippy::needless_return)]
fn needless_return(a: u8) -> u8 {
    return a;
}

#[traced]
#[cfg_attr(all(), inline, doc = "Documented.", allow(unused_variables))]
#[cfg_attr(any(), no_such_attribute)]
async fn conditionally(a: u8) {}

#[traced]
#[rustfmt::skip]
#[doc(hidden)]
#[allow(clippy::too_many_lines, clippy::similar_names, reason = "for a reason")]
#[warn(unused_mut)]
#[deny(unused_must_use)]
#[cfg(test)]
#[cfg(not(any()))]
#[inline]
async fn piled_up(#[cfg(test)] #[allow(unused_mut)] mut a: u8) -> u8 { a }

#[traced]
#[cfg_attr(target_arch = "x86_64", target_feature(enable = "sse2"))]
fn vectors(a: [u8; 4]) -> u8 {
    a.iter().map(|a| a * 2).sum()
}

#[traced]
#[cfg_attr(target_arch = "x86_64", target_feature(enable = "sse2"))]
unsafe fn unsafe_vectors(a: &[u8]) -> usize {
    a.len()
}

/// Outer documentation,
#[doc = concat!("in ", "two parts.")]
#[traced]
fn documented() {
    //! and inner.
    #![allow(unused_variables)]
    let a = 1;
}

#[allow(clippy::unused_unit)]
#[traced("attributes.above", kind = client)]
#[allow(unused_parens)]
fn between() -> () {
    ()
}

#[traced]
fn on_parameters(
    #[allow(unused)] a: u8,
    #[cfg(any())] b: Missing,
    #[cfg_attr(any(), no_such_attribute)] c: u8,
    #[attr("attributes.d")]
    #[allow(unused_variables)]
    d: u8,
) -> u8 {
    c
}

#[traced(attrs(a = a))]
fn only_recorded(a: u8) {}

#[traced]
async fn only_marked(#[attr] a: u8, #[attr(%)] b: &str, #[attr(?"attributes.c")] c: Option<u8>) {}

#[allow(deprecated)]
pub async fn check() -> usize {
    let here = caller();
    assert_eq!((here.file(), here.line()), (file!(), line!() - 1));
    let (here, _) = Tracked.caller(1);
    assert_eq!((here.file(), here.line()), (file!(), line!() - 1));
    assert_eq!(unwraps(Some(1)), 1);
    assert_eq!(cold(1) + kept(1) + kept_async(1).await, 3);
    assert_eq!(old(1) + old_async(1).await, 2);
    assert_eq!(expected(1, 2) + expected_async(1, 2).await, 4);
    assert_eq!(expected_mut(1) + expected_mut_async(1).await, 2);
    assert_eq!(expected_parameter(1, 2), 2);
    assert_eq!(expected_assignment(1), 1);
    assert_eq!(Spelt(1), 1);
    assert_eq!(many(1, 1, 1, 1, 1, 1, 1, 1), 8);
    assert_eq!(many_async(1, 1, 1, 1, 1, 1, 1, 1).await, 8);
    assert_eq!(by_value("ab".to_owned()), 2);
    assert_eq!(not_async().await, 1);
    assert_eq!(wraps(1), Some(1));
    assert_eq!(by_ref(&1) + let_and_return(1) + needless_return(1), 3);
    assert!(undocumented(1).await.is_err());
    conditionally(1).await;
    assert_eq!(piled_up(1).await, 1);
    // SAFETY: every machine of this architecture has the feature.
    #[allow(unused_unsafe)]
    unsafe {
        assert_eq!(vectors([1; 4]), 8);
        assert_eq!(unsafe_vectors(&[1]), 1);
    }
    documented();
    between();
    assert_eq!(on_parameters(1, 2, 3), 2);
    only_recorded(1);
    only_marked(1, "b", None).await;
    33
}
