use traced::traced;

#[traced(attrs(order::id = 1, order-id = 2, kept = 3))]
fn signs() {}

#[traced(attrs(order..id = 1), late(order.: int))]
fn dots() {}

#[traced(attrs(order.id == 1))]
fn comparison() {}

#[traced(attrs(order.id = %, order.total = ?))]
fn sigils() {}

fn main() {}
