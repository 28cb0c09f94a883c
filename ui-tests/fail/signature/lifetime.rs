//! The future borrows what the function was given, as that of an `async fn` does.
use traced::traced;

#[traced]
async fn f(_: &str) {}

fn main() {
    let future = {
        let text = String::new();
        f(&text)
    };
    drop(future);
}
