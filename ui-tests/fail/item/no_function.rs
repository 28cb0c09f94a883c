use traced::traced;

#[traced]
struct Order {
    id: u64,
}

#[traced]
enum Size {
    Small,
}

#[traced]
type Id = u64;

#[traced]
const LIMIT: u64 = 1;

#[traced]
static NAME: &str = "x";

#[traced]
use std::fmt;

#[traced]
macro_rules! m {
    () => {};
}

fn main() {
    let _: Id = Order { id: LIMIT }.id;
    let _ = (Size::Small, NAME, fmt::Error);
    m!();
}
