//! A team whose policy, in the `traced.toml` beside this file, keeps the texts of errors out of its
//! spans: they carry personal data.

#![forbid(unsafe_code)]

use std::pin::Pin;

use traced::traced;

/// What a customer must not find in a backend.
pub const SECRET: &str = "ada@example.com is not known";

/// An error with a text, and a cause with another.
#[derive(Debug)]
pub struct Unknown(std::io::Error);

impl Unknown {
    fn new() -> Self {
        Unknown(std::io::Error::other(SECRET))
    }
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused: {SECRET}")
    }
}

impl std::error::Error for Unknown {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Fails.
///
/// # Errors
/// Always.
#[traced(root)]
pub fn find_customer() -> Result<(), Unknown> {
    Err(Unknown::new())
}

/// Fails because what it awaits does.
///
/// # Errors
/// Always.
#[traced(root)]
pub async fn find_order() -> Result<(), Unknown> {
    find_customer_of_order().await
}

#[traced]
async fn find_customer_of_order() -> Result<(), Unknown> {
    Err(Unknown::new())
}

/// Panics.
#[traced(root)]
pub fn panic_at_once() {
    panic!("{SECRET}");
}

/// Panics while it is awaited.
#[traced(root)]
pub async fn panic_later() {
    tokio::task::yield_now().await;
    panic!("{SECRET}");
}

/// Panics in a future that is returned.
#[traced(root)]
pub fn panic_in_a_future() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async { panic!("{SECRET}") })
}
