//! An error in a value underlines the value, whatever it is made of.

use traced::traced;

struct Order;

#[traced(attrs(a = text as u64, b = text + 1, c = -text))]
fn operators(text: String) {}

#[traced(attrs(a = if text.is_empty() { 1 } else { "2" }, b = *number, c = number[0]))]
fn expressions(text: String, number: u64) {}

#[traced(attrs(a = Order {}, b = &Order, c = (Order, 1)))]
fn types() {}

fn main() {}
