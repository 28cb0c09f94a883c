use traced::span;

static NUMBER: u8 = span!("order.validate", { 1 });

const fn number() -> u8 {
    span!("order.validate", { 1 })
}

fn main() {}
