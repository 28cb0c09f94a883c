use traced::traced;

#[traced]
fn f(#[attr] (a, b): (u8, u8), #[attr] _: u8) -> u8 {
    a + b
}

fn main() {}
