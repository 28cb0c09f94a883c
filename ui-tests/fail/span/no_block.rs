use traced::span;

fn closure() {
    span!("order.validate", || { 1 });
    span!("order.validate", move |x| { 1 });
}

fn with_unsafe() {
    span!("order.validate", unsafe { 1 });
}

fn names() {
    let name = "order.validate";
    span!(name, { 1 });
    span!(format!("order.{name}"), { 1 });
    span!(order.validate, { 1 });
}

fn main() {}
