use traced::traced;

#[traced]
fn f<T: Copy>(_: T) {}

#[traced]
async fn g<T>(_: T)
where
    T: Copy,
{
}

fn main() {
    f(String::new());
    drop(g(String::new()));
}
