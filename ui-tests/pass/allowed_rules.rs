//! An exception is asked for by the rule's id, as messages have it or as an identifier.

use traced::traced;

#[traced("Place Order", allow(name_style))]
fn f() {}

#[traced("order.{id}", attrs(OrderId = 1), allow(name-cardinality, name-style, attribute-style))]
fn g() {}

fn main() {
    f();
    g();
}
