//! What a reference points to has to live long enough.

use traced::traced;

#[traced]
pub fn other<'a>(a: &'a str, b: &str) -> &'a str {
    b
}

#[traced]
pub fn forever(a: &str) -> &'static str {
    a
}

pub struct Orders {
    names: Vec<String>,
}

impl Orders {
    #[traced]
    pub fn name<'a>(&self, default: &'a str) -> &'a str {
        self.names.first().map_or(default, |name| name)
    }
}

#[traced]
pub fn unsized_argument(a: [u8]) {}

#[traced]
pub async fn unsized_object(a: dyn Fn()) {}

#[traced]
pub fn unsized_result() -> dyn Fn() {
    loop {}
}

#[traced]
pub async fn async_unsized_result() -> [u8] {
    loop {}
}
