use traced::traced;

struct Order {
    id: u64,
}

impl Order {
    #[traced]
    fn field(&self) -> u64 {
        self.missing
    }

    #[traced]
    async fn method(&self) -> u64 {
        self.absent()
    }

    #[traced]
    fn wrong(&self) -> String {
        self.id
    }
}

#[traced]
fn tail() -> u64 {
    "tail"
}

#[traced]
fn unit() {
    1
}

#[traced]
fn early(a: bool) -> Result<u64, String> {
    if a {
        return "early";
    }
    Ok(1)
}

#[traced]
fn branches(a: bool) -> u64 {
    if a { 1 } else { "two" }
}

#[traced]
fn arms(a: u8) -> u64 {
    match a {
        0 => 1,
        _ => "two",
    }
}

#[traced]
fn missing_else(a: bool) -> u64 {
    if a { 1 }
}

#[traced]
fn question(a: &str) -> Option<u8> {
    a.parse::<u8>()?
}

#[traced]
fn arguments() -> u64 {
    early(1, 2);
    early("a").map_or(0, |n| n)
}

#[traced]
fn not_exhaustive(a: Option<u8>) -> u8 {
    match a {
        Some(a) => a,
    }
}

#[traced]
fn bound<T>(a: T) -> String {
    a.to_string()
}

#[traced]
fn opaque() -> impl std::fmt::Display {
    Order { id: 1 }
}

#[traced]
async fn async_tail() -> u64 {
    "tail"
}

#[traced]
async fn async_early(a: bool) -> Result<u64, String> {
    if a {
        return "early";
    }
    Ok(1)
}

#[traced]
async fn async_branches(a: bool) -> u64 {
    if a { 1 } else { "two" }
}

#[traced]
async fn async_arguments() -> u64 {
    async_early(1, 2).await;
    async_early("a").await.map_or(0, |n| n)
}

#[traced]
async fn async_not_awaited() -> u64 {
    async_tail() + 1
}

#[traced]
async fn async_literal() -> Order {
    Order { id: "a", name: 1 }
}

#[traced]
fn ends_without_a_value() -> Result<(), String> {
    "1".len();
}

#[traced]
fn never_ends() -> ! {
    1
}

#[traced]
fn never_ends_either() -> ! {}
