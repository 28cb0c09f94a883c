use traced::traced;

#[traced(future)]
fn number() -> u8 {
    1
}

#[traced(future)]
fn nothing() {}

#[traced]
fn of_a_module_of_futures() -> std::future::Ready<u8> {
    std::future::ready(1)
}

fn main() {}
