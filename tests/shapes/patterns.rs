//! Arguments that are patterns, unused, mutable, conditional.

use crate::env::*;

struct Point {
    x: u8,
    y: u8,
}

struct Pair(u8, u8);

#[traced]
fn tuple((a, b): (u8, u8)) -> u8 {
    a + b
}

#[traced]
fn nested(((a, _), [b, .., c]): ((u8, u8), [u8; 4])) -> u8 {
    a + b + c
}

#[traced]
fn structure(Point { x, y: other }: Point) -> u8 {
    x + other
}

#[traced]
fn structure_rest(Point { x, .. }: &Point) -> &u8 {
    x
}

#[traced]
fn tuple_structure(Pair(a, mut b): Pair) -> u8 {
    b += a;
    b
}

#[traced]
fn reference(&a: &u8, &mut b: &mut u8) -> u8 {
    a + b
}

#[traced]
fn by_reference(ref a: p::String, ref mut b: p::Vec<u8>) -> usize {
    b.push(1);
    a.len() + b.len()
}

#[traced]
fn bound(whole @ (a, _): (u8, u8)) -> u8 {
    a + whole.1
}

#[traced]
fn wild(_: u8, _: &str, _: (u8, u8)) {}

#[traced]
fn underscored(_a: u8, _b: p::String) {}

#[traced]
fn mutable(mut a: u8, mut b: p::String) -> p::String {
    a += 1;
    b.push_str(&a.to_string());
    b
}

#[traced]
fn irrefutable(p::Ok(a): p::Result<u8, p::Infallible>) -> u8 {
    a
}

#[traced]
fn array([a, b]: [u8; 2], [first, rest @ ..]: [u8; 3]) -> usize {
    usize::from(a + b + first) + rest.len()
}

#[traced]
fn conditional(#[cfg(any())] missing: Missing, #[cfg(test)] a: u8) -> u8 {
    a
}

#[traced]
fn allowed(#[allow(unused_variables)] a: u8, #[expect(unused_variables)] b: u8) {}

#[traced]
fn moved(a: p::String, b: p::Vec<p::String>) -> p::Vec<p::String> {
    let mut b = b;
    b.push(a);
    b
}

#[traced]
fn partial(a: (p::String, p::String)) -> p::String {
    let first = a.0;
    first + &a.1
}

#[traced(attrs(x = x, y = pair.1))]
fn recorded((x, _): (u8, u8), pair: (u8, u8)) -> u8 {
    x + pair.0
}

#[traced]
async fn async_tuple((a, b): (u8, u8), Point { x, .. }: Point) -> u8 {
    pause().await;
    a + b + x
}

#[traced]
async fn async_reference(&a: &u8, ref b: u8, ref mut c: u8) -> u8 {
    pause().await;
    *c += a + b;
    *c
}

#[traced]
async fn async_mutable(mut a: p::Vec<u8>, mut _b: u8) -> usize {
    pause().await;
    a.push(1);
    a.len()
}

#[traced]
async fn async_wild(_: u8, _: &str, _a: p::String) {
    pause().await;
}

#[traced]
async fn async_bound(whole @ Pair(a, _): Pair) -> u8 {
    pause().await;
    a + whole.1
}

#[traced]
async fn async_conditional(#[cfg(any())] missing: Missing, #[cfg(test)] (a, _): (u8, u8)) -> u8 {
    pause().await;
    a
}

#[traced]
async fn async_partial(a: (p::String, p::String)) -> p::String {
    pause().await;
    let first = a.0;
    pause().await;
    first + &a.1
}

#[traced]
async fn async_raw(r#type: u8, r#async: u8) -> u8 {
    pause().await;
    r#type + r#async
}

#[traced]
fn named_like_the_expansion(__arg0: u8, __parent: u8, __r: u8, __a: u8, __leaf: u8) -> u8 {
    let __edge = __arg0;
    let __future = __parent;
    let (__ok, __value, __body, __expected) = (__r, __a, __leaf, 0);
    const SITE: u8 = 0;
    __edge + __future + __ok + __value + __body + __expected + SITE
}

#[traced]
async fn async_named_like_the_expansion((__arg0, __arg1): (u8, u8), __parent: u8) -> u8 {
    let __edge = __arg0 + __arg1;
    pause().await;
    __edge + __parent
}

pub async fn check() -> usize {
    let point = |x, y| Point { x, y };
    p::assert_eq!(tuple((1, 2)), 3);
    p::assert_eq!(nested(((1, 9), [2, 9, 9, 3])), 6);
    p::assert_eq!(structure(point(1, 2)), 3);
    p::assert_eq!(*structure_rest(&point(1, 2)), 1);
    p::assert_eq!(tuple_structure(Pair(1, 2)), 3);
    p::assert_eq!(reference(&1, &mut 2), 3);
    p::assert_eq!(by_reference("ab".into(), p::vec![1]), 4);
    p::assert_eq!(bound((1, 2)), 3);
    wild(1, "", (1, 2));
    underscored(1, "".into());
    p::assert_eq!(mutable(1, "a".into()), "a2");
    p::assert_eq!(irrefutable(p::Ok(1)), 1);
    p::assert_eq!(array([1, 2], [3, 4, 5]), 8);
    p::assert_eq!(conditional(1), 1);
    allowed(1, 2);
    p::assert_eq!(moved("b".into(), p::vec!["a".into()]), ["a", "b"]);
    p::assert_eq!(partial(("a".into(), "b".into())), "ab");
    p::assert_eq!(recorded((1, 2), (3, 4)), 4);
    p::assert_eq!(async_tuple((1, 2), point(3, 4)).await, 6);
    p::assert_eq!(async_reference(&1, 2, 3).await, 6);
    p::assert_eq!(async_mutable(p::vec![1], 2).await, 2);
    async_wild(1, "", "".into()).await;
    p::assert_eq!(async_bound(Pair(1, 2)).await, 3);
    p::assert_eq!(async_conditional((1, 2)).await, 1);
    p::assert_eq!(async_partial(("a".into(), "b".into())).await, "ab");
    p::assert_eq!(async_raw(1, 2).await, 3);
    p::assert_eq!(named_like_the_expansion(1, 2, 3, 4, 5), 15);
    p::assert_eq!(async_named_like_the_expansion((1, 2), 3).await, 6);
    28
}
