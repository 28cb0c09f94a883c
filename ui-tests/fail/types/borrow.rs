use traced::traced;

#[traced]
fn local() -> &'static str {
    let text = String::new();
    &text
}

#[traced]
async fn asynchronous<'a>(x: &'a str, y: &str) -> &'a str {
    y
}

#[traced]
fn moved(x: String) -> usize {
    drop(x);
    x.len()
}

fn main() {}
