use traced::{record, traced};

#[traced(late(a: int, b: int))]
fn place(id: u64) {
    record!();
    record!(a);
    record!(a: 1);
    record!(%a = 1);
    record!(a = 1 b = 2);
    record!("a", 1);
}

fn main() {}
