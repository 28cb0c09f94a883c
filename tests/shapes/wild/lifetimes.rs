//! Lifetimes and generics: early and late bound, higher ranked, elided, captured.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Debug, Display};
use std::hash::Hash;
use std::marker::PhantomData;
use traced::traced;

#[traced]
fn anonymous_everywhere(a: &Cow<'_, str>, b: &Ref<'_, '_>) -> usize {
    a.len() + b.0.len()
}

pub struct Ref<'a, 'b>(&'a str, &'b str);

impl<'a, 'b> Ref<'a, 'b> {
    #[traced]
    fn first(&self) -> &'a str {
        self.0
    }

    #[traced]
    async fn second(&self, _: &str) -> &'b str {
        self.1
    }

    #[traced]
    fn swap<'c>(self, other: &'c str) -> Ref<'b, 'c>
    where
        'b: 'a,
    {
        Ref(self.1, other)
    }

    #[traced]
    fn iter(&self) -> impl Iterator<Item = char> + '_ {
        self.0.chars()
    }

    #[traced]
    async fn iter_async(&self, extra: &str) -> impl Iterator<Item = char> {
        let extra = extra.to_owned();
        let own = self.0.to_owned();
        own.chars()
            .chain(extra.chars())
            .collect::<Vec<_>>()
            .into_iter()
    }
}

#[traced]
async fn captures_what_is_elided(a: &str) -> impl Iterator<Item = char> + '_ {
    a.chars()
}

#[traced]
async fn captures_two<'a>(a: &'a str, b: &'a [u8]) -> impl Debug + 'a {
    (a, b)
}

#[traced]
async fn captures_behind_a_reference<'a>(a: &'a str, b: &&'a str) -> Option<&'a impl Debug> {
    (a == *b).then_some(a).map(|_| &0_u8)
}

#[traced]
async fn captures_nested(a: &str) -> Option<impl Iterator<Item = impl Display> + '_> {
    Some(a.chars().map(move |c| format!("{c}{a}")))
}

#[traced]
async fn captures_a_type<T: Display>(value: &T) -> impl Display + '_ {
    struct Quoted<'a, T>(&'a T);
    impl<T: Display> Display for Quoted<'_, T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "<{}>", self.0)
        }
    }
    Quoted(value)
}

#[traced]
fn precise<'a>(a: &'a str, _: &str) -> impl Iterator<Item = char> + use<'a> {
    a.chars()
}

#[traced]
fn early_bound<'a, T>(a: &'a T) -> &'a T
where
    'a: 'static,
    T: 'static,
{
    a
}

#[traced]
fn late_bound<'a>(a: &'a u8, _: &'a u8) -> &'a u8 {
    a
}

#[traced]
fn impl_higher_ranked(f: impl for<'a> Fn(&'a [u8]) -> &'a u8) -> u8 {
    *f(&[7])
}

#[traced]
fn dyn_higher_ranked(
    f: &dyn for<'a> Fn(&'a str) -> Box<dyn Iterator<Item = &'a str> + 'a>,
) -> usize {
    f("a b").count()
}

#[traced]
fn higher_ranked_in_where<F, T>(f: F, value: T) -> String
where
    for<'a> F: Fn(&'a T) -> Cow<'a, str>,
    for<'a> &'a T: Debug,
{
    format!("{}{:?}", f(&value), &value)
}

#[traced]
async fn async_higher_ranked<F>(f: F) -> usize
where
    F: AsyncFn(&str) -> usize,
{
    f("abc").await
}

#[traced]
async fn impl_async_fn(f: impl AsyncFnOnce(u8) -> u8, mut g: impl AsyncFnMut(u8)) -> u8 {
    g(1).await;
    f(2).await
}

#[traced]
fn dyn_elided(a: &(dyn Debug + Send)) -> Box<dyn Display + '_> {
    Box::new(format!("{a:?}"))
}

#[traced]
fn dyn_mut<'a>(a: &'a mut (dyn Iterator<Item = u8> + 'a)) -> &'a mut dyn Iterator<Item = u8> {
    a
}

#[traced]
fn boxed_dyn(a: Box<dyn FnOnce(u8) -> u8 + Send>) -> Box<dyn FnOnce() -> u8> {
    Box::new(move || a(1))
}

#[traced]
fn constant_array<T, const N: usize, const REVERSE: bool>(mut a: [T; N]) -> [T; N]
where
    [T; N]: Debug,
{
    if REVERSE {
        a.reverse();
    }
    a
}

#[traced]
fn constant_expression(a: [u8; 1 + 1]) -> [u8; 2 * 2] {
    [a[0], a[1], a[0], a[1]]
}

#[traced]
async fn constant_char<const C: char, const N: i8>() -> String {
    format!("{C}{N}")
}

#[traced]
fn defaults<K, V, S>(map: HashMap<K, V, S>) -> Vec<(K, V)>
where
    K: Eq + Hash + Ord,
    S: std::hash::BuildHasher,
{
    let mut all: Vec<_> = map.into_iter().collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

#[traced]
fn phantom<'a, T: ?Sized>(_: PhantomData<&'a T>) -> PhantomData<fn(&'a T) -> T::Owned>
where
    T: ToOwned,
{
    PhantomData
}

#[traced]
fn associated<I>(items: I) -> Vec<<I::Item as ToOwned>::Owned>
where
    I: IntoIterator,
    I::Item: ToOwned,
{
    items.into_iter().map(|item| item.to_owned()).collect()
}

#[traced]
fn bound_on_associated<T: Iterator<Item: Display + Clone, Item: 'static>>(items: T) -> String {
    items.map(|item| item.to_string()).collect()
}

#[traced]
fn split<'a, 'b: 'a, P>(text: &'b str, at: P) -> impl Iterator<Item = &'a str> + use<'a, 'b, P>
where
    P: Fn(char) -> bool + 'a,
{
    text.split(move |c| at(c))
}

#[traced]
async fn mutable_and_shared<'a>(map: &'a mut HashMap<String, u8>, key: &str) -> &'a mut u8 {
    tokio::task::yield_now().await;
    map.entry(key.to_owned()).or_default()
}

#[traced]
fn get_or_insert<'m>(map: &'m mut HashMap<u8, String>, key: u8) -> Result<&'m mut String, u8> {
    if key == 0 {
        return Err(key);
    }
    match map.entry(key) {
        std::collections::hash_map::Entry::Occupied(entry) => Ok(entry.into_mut()),
        std::collections::hash_map::Entry::Vacant(entry) => Ok(entry.insert(String::new())),
    }
}

#[traced]
async fn nothing_to_capture() -> impl Display + Send + 'static {
    "static"
}

#[traced]
fn unit_like<T>()
where
    T: Default,
{
    drop(T::default());
}

#[traced]
async fn raw_lifetime<'r#fn>(a: &'r#fn str) -> &'r#fn str {
    a
}

pub async fn check() -> usize {
    assert_eq!(anonymous_everywhere(&"a".into(), &Ref("a", "b")), 2);
    let text = "ab".to_owned();
    let pair = Ref(&text, "cd");
    assert_eq!(pair.first(), "ab");
    assert_eq!(pair.second("x").await, "cd");
    assert_eq!(pair.iter().count(), 2);
    assert_eq!(pair.iter_async("x").await.count(), 3);
    assert_eq!(pair.swap("e").0, "cd");
    assert_eq!(captures_what_is_elided("ab").await.count(), 2);
    assert_eq!(
        format!("{:?}", captures_two("a", &[1]).await),
        "(\"a\", [1])"
    );
    assert!(captures_behind_a_reference("a", &"b").await.is_none());
    assert_eq!(captures_nested("ab").await.map_or(0, Iterator::count), 2);
    assert_eq!(captures_a_type(&1).await.to_string(), "<1>");
    assert_eq!(precise("ab", "c").count(), 2);
    assert_eq!(*early_bound(&1), 1);
    assert_eq!(*late_bound(&1, &2), 1);
    assert_eq!(impl_higher_ranked(|a| &a[0]), 7);
    assert_eq!(dyn_higher_ranked(&|a| Box::new(a.split(' '))), 2);
    assert_eq!(
        higher_ranked_in_where(|a: &u8| a.to_string().into(), 1),
        "11"
    );
    assert_eq!(async_higher_ranked(async |a: &str| a.len()).await, 3);
    assert_eq!(impl_async_fn(async |a| a, async |_| ()).await, 2);
    assert_eq!(dyn_elided(&1).to_string(), "1");
    assert_eq!(dyn_mut(&mut [1, 2].into_iter()).next(), Some(1));
    assert_eq!(boxed_dyn(Box::new(|a| a + 1))(), 2);
    assert_eq!(constant_array::<_, 2, true>([1, 2]), [2, 1]);
    assert_eq!(constant_expression([1, 2]), [1, 2, 1, 2]);
    assert_eq!(constant_char::<'c', -1>().await, "c-1");
    assert_eq!(defaults(HashMap::from([(1, 2)])), [(1, 2)]);
    let PhantomData = phantom(PhantomData::<&str>);
    assert_eq!(associated(["a"]), ["a"]);
    assert_eq!(bound_on_associated([1, 2].into_iter()), "12");
    assert_eq!(split("a,b", |c| c == ',').count(), 2);
    let mut map = HashMap::new();
    *mutable_and_shared(&mut map, "a").await += 1;
    assert_eq!(map["a"], 1);
    let mut map = HashMap::new();
    assert!(get_or_insert(&mut map, 0).is_err());
    get_or_insert(&mut map, 1)
        .map(|text| text.push('a'))
        .unwrap();
    assert_eq!(nothing_to_capture().await.to_string(), "static");
    unit_like::<u8>();
    assert_eq!(raw_lifetime("a").await, "a");
    36
}
