use traced::traced;

#[traced(attrs(error.type = "x", otel.kind = "server", code.line.number = 1))]
fn f() {}

#[traced(ret(exception.message = |text| text.clone()))]
fn g() -> String {
    String::new()
}

fn main() {}
