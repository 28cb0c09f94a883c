use traced::traced;

#[traced]
unsafe fn f() {}

fn main() {
    f();
}
