//! Implementations of traits: of the standard library, with futures, with defaults.

use crate::env::*;
use p::fmt;

#[derive(p::Debug, p::Clone, p::Copy, p::PartialEq)]
pub struct Money(u64);

impl fmt::Display for Money {
    #[traced]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("money")
    }
}

impl p::Add for Money {
    type Output = Self;

    #[traced]
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl p::AddAssign<u64> for Money {
    #[traced]
    fn add_assign(&mut self, other: u64) {
        self.0 += other;
    }
}

impl p::Deref for Money {
    type Target = u64;

    #[traced]
    fn deref(&self) -> &u64 {
        &self.0
    }
}

impl p::Index<usize> for Money {
    type Output = u64;

    #[traced]
    fn index(&self, _: usize) -> &Self::Output {
        &self.0
    }
}

impl p::From<u64> for Money {
    #[traced]
    fn from(amount: u64) -> Self {
        Self(amount)
    }
}

impl p::FromStr for Money {
    type Err = p::ParseIntError;

    #[traced]
    fn from_str(text: &str) -> p::Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl p::Default for Money {
    #[traced("money.default")]
    fn default() -> Self {
        Self(1)
    }
}

impl p::Iterator for Money {
    type Item = u64;

    #[traced]
    fn next(&mut self) -> p::Option<Self::Item> {
        self.0 = self.0.checked_sub(1)?;
        p::Some(self.0)
    }
}

impl p::Future for Money {
    type Output = u64;

    #[traced]
    fn poll(mut self: p::Pin<&mut Self>, _: &mut p::task::Context<'_>) -> p::Poll<u64> {
        self.0 += 1;
        p::Poll::Ready(self.0)
    }
}

pub struct Dropped<'a>(&'a p::Cell<u8>);

impl p::Drop for Dropped<'_> {
    #[traced("money.drop")]
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

pub trait Store {
    type Id: p::Copy;

    fn load(&self, id: Self::Id) -> u64;

    #[traced]
    fn load_twice(&self, id: Self::Id) -> u64 {
        self.load(id) + self.load(id)
    }

    #[traced]
    fn name() -> &'static str
    where
        Self: p::Sized,
    {
        "store"
    }

    fn later(&self) -> impl p::Future<Output = u64> + p::Send;

    #[allow(async_fn_in_trait)]
    async fn ship(&self, id: Self::Id) -> p::Result<u64, p::String>;

    #[traced]
    #[allow(async_fn_in_trait)]
    async fn ship_twice(&self, id: Self::Id) -> p::Result<u64, p::String> {
        p::Ok(self.ship(id).await? + self.ship(id).await?)
    }

    #[traced]
    fn opaque(&self) -> impl p::Iterator<Item = u64> {
        [1, 2].into_iter()
    }

    #[traced]
    fn opaque_future(&self) -> impl p::Future<Output = u64> {
        let length = 7;
        async move { length }
    }
}

impl Store for p::Vec<u64> {
    type Id = usize;

    #[traced]
    fn load(&self, id: usize) -> u64 {
        self[id]
    }

    #[traced]
    async fn later(&self) -> u64 {
        pause().await;
        self[0]
    }

    #[traced]
    async fn ship(&self, id: Self::Id) -> p::Result<u64, p::String> {
        pause().await;
        self.get(id).copied().ok_or("none".into())
    }
}

impl<T: Store + p::Sync> Store for &T {
    type Id = T::Id;

    #[traced("store.forward")]
    fn load(&self, id: Self::Id) -> u64 {
        (**self).load(id)
    }

    #[traced("store.forward_later")]
    fn later(&self) -> impl p::Future<Output = u64> + p::Send {
        (**self).later()
    }

    #[traced("store.forward_ship")]
    async fn ship(&self, id: Self::Id) -> p::Result<u64, p::String> {
        (**self).ship(id).await
    }
}

pub async fn check() -> usize {
    p::assert_eq!(Money(1).to_string(), "money");
    let mut money = Money(1) + Money(2);
    money += 1;
    p::assert_eq!(*money, 4);
    p::assert_eq!(money[0], 4);
    p::assert_eq!(<Money as p::From<u64>>::from(1), Money(1));
    p::assert_eq!("7".parse(), p::Ok(Money(7)));
    p::assert_eq!(<Money as p::Default>::default(), Money(1));
    p::assert_eq!(Money(2).collect::<p::Vec<_>>(), [1, 0]);
    p::assert_eq!(Money(1).await, 2);
    let dropped = p::Cell::new(0);
    p::drop(Dropped(&dropped));
    p::assert_eq!(dropped.get(), 1);
    let store = p::vec![5_u64];
    p::assert_eq!(store.load_twice(0), 10);
    p::assert_eq!(<p::Vec<u64> as Store>::name(), "store");
    p::assert_eq!(store.later().await, 5);
    p::assert_eq!(store.ship_twice(0).await, p::Ok(10));
    p::assert_eq!(store.opaque().sum::<u64>(), 3);
    p::assert_eq!(store.opaque_future().await, 7);
    p::assert_eq!((&store).load(0), 5);
    p::assert_eq!(<&p::Vec<u64> as Store>::load(&&store, 0), 5);
    p::assert_eq!(<&p::Vec<u64> as Store>::later(&&store).await, 5);
    p::assert_eq!(<&p::Vec<u64> as Store>::ship(&&store, 0).await, p::Ok(5));
    30
}
