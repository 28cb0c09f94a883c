use traced::traced;

#[traced]
fn f(#[attr = "id"] id: u8, #[attr(7)] n: u8, #[attr("a", "b")] m: u8) {}

fn main() {}
