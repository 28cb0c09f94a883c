use traced::traced;

#[traced(allow(name_stile))]
fn f() {}

#[traced(allow(everything))]
fn g() {}

fn main() {}
