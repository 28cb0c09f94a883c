//! What lints say of a declaration underlines the declaration.
#![deny(missing_docs, unreachable_pub)]

use std::future::Future;

#[traced::traced]
pub async fn nothing() {}

#[traced::traced]
pub async fn value(number: u8) -> Result<u8, String> {
    Ok(number)
}

#[traced::traced("declarations.patterns", attrs(number = 1))]
pub async fn patterns((number, _): (u8, u8)) -> [u8; 1] {
    [number]
}

#[traced::traced]
pub async fn opaque(number: u8) -> impl Sized {
    number
}

#[traced::traced]
pub async fn bounded<'a, T>(value: &'a T) -> &'a T
where
    T: Sync,
{
    value
}

#[traced::traced]
pub async unsafe fn never() -> ! {
    loop {}
}

#[traced::traced]
#[must_use]
pub async fn kept() -> u8 {
    1
}

#[traced::traced]
pub fn sync((number, _): (u8, u8)) -> u8 {
    number
}

#[traced::traced]
pub fn future() -> impl Future<Output = u8> {
    async { 1 }
}

/// A type.
pub struct Orders;

impl Orders {
    #[traced::traced]
    pub async fn by_ref(&self) {}

    #[traced::traced]
    pub async fn boxed(self: Box<Self>) -> u8 {
        1
    }
}

#[traced::traced]
impl Orders {
    pub async fn of_an_item(&self) {}
    pub fn sync_of_an_item(&self) {}
}

/// A trait.
pub trait Store {
    #[traced::traced]
    fn sync(&self) {}

    #[traced::traced]
    async fn asynchronous(&self) {}

    #[traced::traced]
    async unsafe fn without_safety(&self) -> u8 {
        1
    }
}

mod private {
    #[traced::traced]
    pub async fn nothing() {}

    #[traced::traced]
    pub async fn value(number: u8) -> u8 {
        number
    }

    #[traced::traced]
    pub fn sync() {}

    pub struct Orders;

    impl Orders {
        #[traced::traced]
        pub async fn method(&self) -> Option<u8> {
            None
        }
    }
}
