#![deny(warnings)]
use traced::traced;

#[traced]
pub fn variable(x: u8, mut y: u8) -> u8 {
    let z = 1;
    y
}

#[traced]
pub async fn asynchronous(x: u8, (a, b): (u8, u8)) {
    return;
    println!("{a}");
}

#[traced]
#[must_use]
pub async fn must_use() -> u8 {
    1
}

#[traced]
pub async fn caller() {
    must_use().await;
    asynchronous(1, (2, 3));
}

fn main() {}
