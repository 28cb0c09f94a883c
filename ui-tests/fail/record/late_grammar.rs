use traced::traced;

#[traced(late(a, b: String, c: strng, d: map, e: string[2], f: bool, g: i64[], H: int))]
fn place() {}

#[traced(late)]
fn ship() {}

#[traced(late(a: int, a: int), attrs(b = 1, c = 2), ret(b = |()| 1))]
fn pack() {}

#[traced(leaf, late(a: int))]
fn hot() {}

fn main() {}
