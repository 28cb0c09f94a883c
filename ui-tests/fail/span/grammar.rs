use traced::span;

fn main() {
    span!();
    span!("order.place");
    span!({ 1 });
    span!("order.place" { 1 });
    span!("order.place", move { 1 });
    span!("order.place", || 1);
    span!(kind = server, { 1 });
    span!("Order Place", knd = server, attrs(a), { 1 });
    span!("order.place", prefix = "a", skip, future, { 1 });
    span!("order.place", leaf, late(a: int), { 1 });
}
