//! In edition 2021 an `impl Trait` that an `async fn` comes to captures no lifetime that it does not name.

use std::fmt::Display;

#[traced::traced]
pub async fn borrowed(text: &str) -> impl Display {
    text
}

#[traced::traced]
pub async fn in_a_result(text: &str) -> Result<impl Display, String> {
    Ok(text)
}

pub struct Order(String);

impl Order {
    #[traced::traced]
    pub async fn name(&self) -> impl Display {
        &self.0
    }
}

#[traced::traced]
pub async fn named<'a>(text: &'a str) -> impl Display + 'a {
    text
}

#[traced::traced]
pub async fn length(text: &str) -> impl Display {
    text.len()
}

/// The length outlives the text, unless it captures its lifetime, as it does in edition 2024.
pub async fn outlives() -> String {
    let length = {
        let text = String::from("text");
        length(&text).await
    };
    length.to_string()
}
