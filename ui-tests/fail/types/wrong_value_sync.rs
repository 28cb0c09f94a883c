use traced::traced;

#[traced]
fn unit() {
    ""
}

#[traced]
fn number() -> u64 {
    ""
}

#[traced]
fn early(x: bool) -> Result<u64, String> {
    if x {
        return "";
    }
    Ok(1)
}

#[traced]
fn semicolon() -> u64 {
    1;
}

#[traced]
fn opaque() -> impl std::fmt::Display {
    ((),)
}

fn main() {}
