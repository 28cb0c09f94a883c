//! Lifetimes without a name in the bounds of parameters, which only an `async fn` may leave out.

use std::borrow::Cow;
use std::fmt::Display;
use traced::traced;

#[traced]
async fn items(names: impl IntoIterator<Item = &str>) -> usize {
    names.into_iter().map(str::len).sum()
}

#[traced(attrs(bounds.count = count))]
async fn nested(
    count: usize,
    pairs: Vec<impl AsRef<[(&str, Cow<'_, str>)]>>,
    shown: Option<&impl Into<Option<&'static str>>>,
) -> String {
    let texts = pairs.iter().flat_map(AsRef::as_ref);
    let texts = texts.map(|(name, value)| format!("{name}{value}"));
    let texts: Vec<String> = texts.take(count).collect();
    format!("{}{}", texts.join(","), shown.is_some())
}

#[traced]
async fn called(
    each: impl Fn(&str) -> &str,
    later: impl for<'a> Fn(&'a u8) -> Box<dyn Display + 'a>,
    pointer: impl Into<fn(&u8) -> &u8>,
    texts: impl Iterator<Item = &str>,
) -> String {
    let number = *(pointer.into())(&1);
    let texts: Vec<&str> = texts.map(|text| each(text)).collect();
    format!("{}{}", texts.concat(), later(&number))
}

struct Shop<'n>(&'n str);

impl<'n> Shop<'n> {
    /// What is returned is of `self`, as without a name.
    #[traced]
    async fn first(&self, wanted: impl IntoIterator<Item = &u8>) -> &str {
        let wanted: u8 = wanted.into_iter().sum();
        &self.0[..usize::from(wanted)]
    }

    #[traced]
    async fn own(&self, others: impl Iterator<Item = &String>, own: &'n str) -> (&'n str, String) {
        (own, others.map(String::as_str).collect())
    }
}

#[traced(prefix = "bounds")]
impl Shop<'_> {
    async fn whole(&self, dynamic: Box<impl Iterator<Item = Box<dyn Display + '_>>>) -> String {
        dynamic.map(|one| one.to_string()).collect()
    }
}

pub async fn check() -> usize {
    let owned = "abc".to_owned();
    assert_eq!(items([owned.as_str(), "d"]).await, 4);
    let pairs = vec![[("a", Cow::Borrowed(owned.as_str()))]];
    assert_eq!(nested(1, pairs, Some(&"b")).await, "aabctrue");
    let pointer: fn(&u8) -> &u8 = |n| n;
    let text = called(
        |text| text,
        |n| Box::new(*n),
        pointer,
        ["a", &owned].into_iter(),
    );
    assert_eq!(text.await, "aabc1");
    let shop = Shop("table");
    assert_eq!(shop.first(&[1, 2]).await, "tab");
    let others = [owned.clone(), owned.clone()];
    assert_eq!(
        shop.own(others.iter(), "own").await,
        ("own", "abcabc".to_owned())
    );
    let dynamic = [Box::new(&owned) as Box<dyn Display + '_>];
    assert_eq!(shop.whole(Box::new(dynamic.into_iter())).await, "abc");
    6
}
