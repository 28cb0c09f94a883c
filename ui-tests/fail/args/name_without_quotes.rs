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

fn main() {}
