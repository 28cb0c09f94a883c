use traced::traced;

#[traced(skip)]
fn place() {}

#[traced(skip = true)]
fn pack() {}

#[traced(skip(self))]
fn ship() {}

fn main() {}
