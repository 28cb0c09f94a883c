#![allow(dead_code)]

use traced::traced;

#[traced("order.list", kind = client)]
fn said() {}

#[traced("payment.take")]
fn not_said() {}

#[traced("order.place", attrs(order.id = "o-1", order.items = 3))]
fn nothing_missing_but_the_kind() {}
