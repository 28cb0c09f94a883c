use traced::traced;

#[traced]
fn value() -> u8 {
    missing + 1
}

#[traced]
async fn function(a: u8) -> u8 {
    absent(a).await
}

#[traced]
fn ty(a: Missing) -> Absent {
    a
}

#[traced]
async fn path(a: u8) -> std::missing::Type {
    a::b()
}

#[traced]
fn macros() {
    missing!();
}

#[traced]
fn label() {
    loop {
        break 'missing;
    }
}

#[traced]
fn lifetime(a: &'missing str) {}

#[traced]
fn returned() -> Absent {
    loop {}
}

#[traced]
async fn async_returned(a: &Missing) -> Absent {
    loop {}
}

#[traced]
fn returned_in_another() -> Result<Absent, Box<Missing>> {
    loop {}
}

#[traced]
fn returned_future() -> impl Future<Output = Absent> {
    async { loop {} }
}

#[traced]
fn generic<T>(a: T) -> U {
    a
}
