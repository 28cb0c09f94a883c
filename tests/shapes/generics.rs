//! Generics: types, constants, lifetimes, bounds, `impl Trait` on both sides.

use crate::env::*;
use p::fmt::{Debug, Display};

#[traced]
fn ty<T>(value: T) -> T {
    value
}

#[traced]
fn bounded<T: p::Clone + Debug>(value: &T) -> p::Vec<T> {
    p::vec![value.clone(), value.clone()]
}

#[traced]
fn conditions<T, U>(from: T) -> U
where
    T: p::Into<U>,
    U: Debug,
{
    from.into()
}

#[traced]
fn constant<const N: usize>() -> [u8; N] {
    [7; N]
}

#[traced]
fn constant_and_type<T: p::Copy, const N: usize>(value: T) -> [T; N] {
    [value; N]
}

#[traced]
fn unsized_type<T: ?p::Sized + Display>(value: &T) -> p::String {
    value.to_string()
}

#[traced]
fn lifetime<'a>(a: &'a str, _: &str) -> &'a str {
    a
}

#[traced]
fn outlives<'long: 'short, 'short>(long: &'long str, short: &'short str) -> &'short str {
    if long.len() > short.len() {
        long
    } else {
        short
    }
}

#[traced]
fn fixed(a: &'static str) -> &'static str {
    a
}

#[traced]
fn elided_in_a_type(a: p::Cow<'_, str>) -> p::Cow<'_, str> {
    a
}

#[traced]
fn higher_ranked<F>(f: F) -> usize
where
    F: for<'a> p::Fn(&'a str) -> &'a str,
{
    f("abc").len()
}

#[traced]
fn higher_ranked_pointer(f: for<'a> fn(&'a str) -> &'a str) -> usize {
    f("abc").len()
}

#[traced]
fn impl_in(f: impl p::FnOnce(u8) -> u8, words: impl p::IntoIterator<Item = &'static str>) -> u8 {
    f(u8::try_from(words.into_iter().count()).unwrap_or(0))
}

#[traced]
fn impl_out<'a>(words: &'a [&'a str]) -> impl p::Iterator<Item = usize> + 'a {
    words.iter().map(|word| word.len())
}

#[traced]
fn impl_out_nested(a: u8) -> p::Option<impl Debug> {
    p::Some(a)
}

#[traced]
fn impl_out_result(a: &str) -> p::Result<impl p::Iterator<Item = char> + '_, p::String> {
    if a.is_empty() {
        return p::Err("empty".into());
    }
    p::Ok(a.chars().rev())
}

#[traced]
fn impl_out_tuple(a: u8) -> (impl Debug, impl p::Fn() -> u8) {
    (a, move || a)
}

#[traced]
fn dynamic(value: &dyn Display) -> p::Box<dyn Display + '_> {
    p::Box::new(value)
}

#[traced]
fn associated<I: p::Iterator<Item: p::Into<u64>>>(items: I) -> u64 {
    items.map(p::Into::into).sum()
}

#[traced]
fn qualified<T: p::Iterator>(mut items: T) -> p::Option<<T as p::Iterator>::Item> {
    items.next()
}

#[traced]
fn phantom<T>() -> p::PhantomData<T> {
    p::PhantomData
}

#[traced]
async fn async_type<T: p::Clone>(value: &T) -> T {
    pause().await;
    value.clone()
}

#[traced]
async fn async_constant<const N: usize>(value: [u8; N]) -> usize {
    pause().await;
    value.len() + N
}

#[traced]
async fn async_lifetimes<'a, 'b: 'a>(a: &'a str, b: &'b str, _: &str) -> &'a str {
    pause().await;
    if a.is_empty() { b } else { a }
}

#[traced]
async fn async_impl_in(f: impl p::Fn(&str) -> usize) -> usize {
    pause().await;
    f("abc")
}

#[traced]
async fn async_impl_out<'a>(words: &'a [&'a str]) -> impl p::Iterator<Item = usize> + 'a {
    pause().await;
    words.iter().map(|word| word.len())
}

#[traced]
async fn async_higher_ranked<F>(f: F) -> usize
where
    F: for<'a> p::Fn(&'a str) -> p::Pin<p::Box<dyn p::Future<Output = usize> + 'a>>,
{
    f("abc").await
}

#[traced]
async fn async_callback<F: p::Future<Output = u8>>(f: impl p::FnOnce() -> F) -> u8 {
    f().await
}

#[traced]
async fn elided<'a>(a: p::Cow<'a, str>, b: p::Cow<'_, str>) -> p::Cow<'a, str> {
    pause().await;
    if b.is_empty() {
        a
    } else {
        b.into_owned().into()
    }
}

struct Store<'a, T, const N: usize>(&'a [T; N]);

impl<'a, T, const N: usize> Store<'a, T, N>
where
    T: Debug + p::PartialEq,
{
    #[traced]
    fn find<U>(&self, other: &U) -> p::Option<&'a T>
    where
        T: p::PartialEq<U>,
    {
        self.0.iter().find(|value| *value == other)
    }

    #[traced]
    async fn count(&self) -> usize
    where
        Self: p::Sized,
    {
        pause().await;
        N
    }
}

pub async fn check() -> usize {
    p::assert_eq!(ty(7), 7);
    p::assert_eq!(bounded(&7), [7, 7]);
    p::assert_eq!(conditions::<u8, u64>(7), 7);
    p::assert_eq!(constant::<2>(), [7, 7]);
    p::assert_eq!(constant_and_type::<_, 2>('a'), ['a', 'a']);
    p::assert_eq!(unsized_type("abc"), "abc");
    p::assert_eq!(lifetime("a", "b"), "a");
    p::assert_eq!(outlives("abc", "ab"), "abc");
    p::assert_eq!(fixed("a"), "a");
    p::assert_eq!(elided_in_a_type("a".into()), "a");
    p::assert_eq!(higher_ranked(str::trim), 3);
    p::assert_eq!(higher_ranked_pointer(str::trim), 3);
    p::assert_eq!(impl_in(|n| n + 1, ["a", "b"]), 3);
    p::assert_eq!(impl_out(&["a", "bc"]).collect::<p::Vec<_>>(), [1, 2]);
    p::assert_eq!(p::format!("{:?}", impl_out_nested(7)), "Some(7)");
    p::assert_eq!(
        impl_out_result("ab").map(|out| out.collect::<p::String>()),
        p::Ok("ba".into())
    );
    p::assert_eq!(impl_out_tuple(7).1(), 7);
    p::assert_eq!(dynamic(&7).to_string(), "7");
    p::assert_eq!(associated([1_u8, 2].into_iter()), 3);
    p::assert_eq!(qualified([1, 2].into_iter()), p::Some(1));
    let p::PhantomData = phantom::<p::Rc<u8>>();
    p::assert_eq!(async_type(&7).await, 7);
    p::assert_eq!(async_constant([1, 2]).await, 4);
    p::assert_eq!(async_lifetimes("", "b", "c").await, "b");
    p::assert_eq!(async_impl_in(str::len).await, 3);
    p::assert_eq!(async_impl_out(&["a", "bc"]).await.sum::<usize>(), 3);
    p::assert_eq!(
        async_higher_ranked(|text| p::Box::pin(async move { text.len() })).await,
        3
    );
    p::assert_eq!(async_callback(|| async { 7 }).await, 7);
    p::assert_eq!(elided("a".into(), "b".into()).await, "b");
    p::assert_eq!(Store(&[1, 2]).find(&2), p::Some(&2));
    p::assert_eq!(Store(&[1, 2]).count().await, 2);
    31
}
