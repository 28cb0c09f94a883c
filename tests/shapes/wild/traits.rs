//! Traits: generic methods, defaults, GATs, operators, objects.

use std::any::Any;
use std::fmt::{self, Debug, Display};
use std::future::Future;
use std::iter::Peekable;
use std::ops::{Deref, DerefMut, Index, IndexMut, Mul, Neg, Not};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake};
use traced::traced;

pub trait Lend {
    type Item<'a>: Debug
    where
        Self: 'a;

    fn lend(&mut self) -> Option<Self::Item<'_>>;

    #[traced]
    fn drain(&mut self) -> usize
    where
        Self: Sized,
    {
        let mut count = 0;
        while let Some(_item) = self.lend() {
            count += 1;
        }
        count
    }
}

pub struct Windows<'s>(&'s mut [u8], usize);

impl<'s> Lend for Windows<'s> {
    type Item<'a>
        = &'a mut [u8]
    where
        Self: 'a;

    #[traced("lend.window")]
    fn lend(&mut self) -> Option<Self::Item<'_>> {
        let window = self.0.get_mut(self.1..self.1 + 2)?;
        self.1 += 1;
        Some(window)
    }
}

#[allow(async_fn_in_trait)]
pub trait Visit {
    async fn visit<T, const N: usize>(&mut self, value: [T; N]) -> Vec<T>
    where
        T: Clone + Debug;

    #[traced]
    async fn visit_all<'a, I>(&mut self, items: I) -> usize
    where
        I: IntoIterator<Item = &'a str>,
        Self: Sized,
    {
        let mut sum = 0;
        for item in items {
            sum += self.visit([item.len()]).await.len();
        }
        sum
    }

    #[traced]
    async fn boxed(self: Box<Self>) -> usize
    where
        Self: Sized,
    {
        size_of::<Self>()
    }

    #[traced]
    fn later<'a>(&'a self, text: &'a str) -> impl Future<Output = usize> + Send + use<'a, Self>
    where
        Self: Sync,
    {
        async move { text.len() }
    }

    #[traced]
    fn hook(&self) {}
}

pub struct Visitor(u8);

impl Visit for Visitor {
    #[traced]
    async fn visit<T, const N: usize>(&mut self, value: [T; N]) -> Vec<T>
    where
        T: Clone + Debug,
    {
        self.0 += 1;
        value.to_vec()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Meters(f64);

#[traced]
impl Mul<f64> for Meters {
    type Output = Self;

    fn mul(self, factor: f64) -> Self::Output {
        Self(self.0 * factor)
    }
}

impl Neg for Meters {
    type Output = Meters;
    #[traced]
    fn neg(self) -> Meters {
        Meters(-self.0)
    }
}

impl Not for &Meters {
    type Output = bool;
    #[traced]
    fn not(self) -> bool {
        self.0 == 0.0
    }
}

pub struct Grid<T, const W: usize>(Vec<[T; W]>);

impl<T, const W: usize> Index<(usize, usize)> for Grid<T, W> {
    type Output = T;

    #[traced]
    fn index(&self, (row, column): (usize, usize)) -> &T {
        &self.0[row][column]
    }
}

impl<T, const W: usize> IndexMut<(usize, usize)> for Grid<T, W> {
    #[traced]
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut T {
        &mut self.0[row][column]
    }
}

impl<T, const W: usize> Deref for Grid<T, W> {
    type Target = [[T; W]];

    #[traced]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T, const W: usize> DerefMut for Grid<T, W> {
    #[traced]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<T, const W: usize> FromIterator<[T; W]> for Grid<T, W> {
    #[traced]
    fn from_iter<I: IntoIterator<Item = [T; W]>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

impl<'a, T, const W: usize> IntoIterator for &'a Grid<T, W> {
    type Item = &'a [T; W];
    type IntoIter = std::slice::Iter<'a, [T; W]>;

    #[traced]
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Display, const W: usize> Display for Grid<T, W> {
    #[traced]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.0 {
            for cell in row {
                write!(f, "{cell}")?;
            }
        }
        Ok(())
    }
}

impl<T: PartialEq, const W: usize> PartialEq<[[T; W]]> for Grid<T, W> {
    #[traced("grid.eq")]
    fn eq(&self, other: &[[T; W]]) -> bool {
        self.0 == other
    }
}

pub trait Plugin: Any + Send {
    fn name(&self) -> &str;

    fn run(
        &mut self,
        input: &dyn Any,
    ) -> Result<Box<dyn Any>, Box<dyn std::error::Error + Send + Sync + 'static>>;
}

#[traced]
impl Plugin for String {
    fn name(&self) -> &str {
        self
    }

    fn run(
        &mut self,
        input: &dyn Any,
    ) -> Result<Box<dyn Any>, Box<dyn std::error::Error + Send + Sync + 'static>> {
        let text = input.downcast_ref::<&str>().ok_or("not a text")?;
        self.push_str(text);
        Ok(Box::new(self.len()))
    }
}

#[traced]
impl dyn Plugin {
    fn twice(&mut self) -> bool {
        self.run(&"a").is_ok() && self.run(&1).is_err()
    }
}

impl<T: ?Sized> Extension for T {}

pub trait Extension {
    #[traced]
    fn pipe<R>(self, f: impl FnOnce(Self) -> R) -> R
    where
        Self: Sized,
    {
        f(self)
    }

    #[traced]
    fn tap_mut(&mut self, f: impl FnOnce(&mut Self)) -> &mut Self {
        f(self);
        self
    }
}

pub struct Parser<I: Iterator<Item = char>> {
    input: Peekable<I>,
}

impl<I> Parser<I>
where
    I: Iterator<Item = char>,
{
    #[traced]
    fn number(&mut self) -> Result<u64, Option<char>> {
        let mut number = None;
        while let Some(digit) = self.input.peek().and_then(|c| c.to_digit(10)) {
            self.input.next();
            number = Some(number.unwrap_or(0) * 10 + u64::from(digit));
        }
        number.ok_or_else(|| self.input.peek().copied())
    }

    #[traced]
    fn sum(mut self) -> Result<u64, Option<char>> {
        let mut sum = self.number()?;
        while let Some('+') = self.input.peek() {
            self.input.next();
            sum += self.number()?;
        }
        match self.input.next() {
            None => Ok(sum),
            Some(other) => Err(Some(other)),
        }
    }
}

pub struct Woken;

impl Wake for Woken {
    #[traced]
    fn wake(self: Arc<Self>) {}
}

pub struct Countdown(u8);

impl Future for Countdown {
    type Output = &'static str;

    #[traced(leaf)]
    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        if self.0 == 0 {
            return Poll::Ready("liftoff");
        }
        self.0 -= 1;
        task.waker().wake_by_ref();
        Poll::Pending
    }
}

impl<T> Drop for Guarded<'_, T> {
    #[traced]
    fn drop(&mut self) {
        (self.1)(&mut self.0);
    }
}

pub struct Guarded<'a, T>(T, &'a dyn Fn(&mut T));

pub async fn check() -> usize {
    assert_eq!(Windows(&mut [1, 2, 3], 0).drain(), 2);
    let mut visitor = Visitor(0);
    assert_eq!(visitor.visit_all(["a", "b"]).await, 2);
    assert_eq!(visitor.later("ab").await, 2);
    visitor.hook();
    assert_eq!(Box::new(visitor).boxed().await, 1);
    let mut spans = 4 + 6;
    assert_eq!(-(Meters(1.0) * 2.0), Meters(-2.0));
    assert!(!&Meters(0.0));
    spans += 3;
    let mut grid: Grid<u8, 2> = [[1, 2], [3, 4]].into_iter().collect();
    grid[(0, 0)] += grid[(1, 1)];
    grid.reverse();
    assert_eq!(grid.len(), 2);
    assert_eq!((&grid).into_iter().count(), 2);
    assert_eq!(grid.to_string(), "3452");
    assert!(grid == [[3, 4], [5, 2]][..]);
    spans += 8;
    let mut plugin: Box<dyn Plugin> = Box::new("a".to_owned());
    assert!(plugin.twice());
    assert_eq!(plugin.name(), "aa");
    spans += 4;
    assert_eq!(1.pipe(|n| n + 1), 2);
    assert_eq!(vec![1].tap_mut(|n| n.push(2)).len(), 2);
    let parser = Parser {
        input: "1+20".chars().peekable(),
    };
    assert_eq!(parser.sum(), Ok(21));
    std::task::Waker::from(Arc::new(Woken)).wake();
    assert_eq!(Countdown(1).await, "liftoff");
    drop(Guarded(1, &|n| *n += 1));
    spans + 2 + 3 + 1 + 2 + 1
}
