use traced::traced;

#[traced]
async fn ends() -> ! {}

#[traced]
async fn has_a_value() -> ! {
    1
}

#[traced]
#[must_use]
async fn ends_in_a_kept_function() -> ! {
    std::future::ready(()).await;
}

fn main() {}
