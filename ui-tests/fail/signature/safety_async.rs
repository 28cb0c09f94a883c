use traced::traced;

#[traced]
async unsafe fn f() {}

fn main() {
    drop(f());
}
