use traced::traced;

#[traced(ok_if = |_| true)]
fn f() -> u8 {
    1
}

fn main() {}
