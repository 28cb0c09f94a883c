use traced::traced;

#[traced]
extern "C" fn f() {}

fn main() {
    let _: fn() = f;
}
