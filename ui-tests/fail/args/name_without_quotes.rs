use traced::traced;

const NAME: &str = "order.place";

#[traced(order.place)]
fn words() {}

#[traced(NAME)]
fn constant() {}

#[traced(format!("order.{}", "place"), kind = client)]
fn built() {}

#[traced(self::NAME)]
fn path() {}

#[traced("order.place"; kind = client)]
fn semicolon() {}

#[traced('p')]
fn character() {}

#[traced(b"order.place", kind = client)]
fn bytes() {}

#[traced("order.place"s)]
fn suffix() {}

#[traced("order.place", "kind" = client, root)]
fn argument() {}

fn main() {}
