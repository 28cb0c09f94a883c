use traced::traced;

#[traced]
async fn unit() {
    ""
}

#[traced]
async fn number() -> u64 {
    ""
}

#[traced]
async fn early(x: bool) -> Result<u64, String> {
    if x {
        return "";
    }
    Ok(1)
}

#[traced]
async fn semicolon() -> u64 {
    1;
}

#[traced]
async fn opaque() -> impl std::fmt::Display {
    ((),)
}

fn main() {}
