use traced::traced;

#[traced]
const fn f() -> u8 {
    1
}

const ONE: u8 = f();

fn main() {
    assert_eq!(ONE, 1);
}
