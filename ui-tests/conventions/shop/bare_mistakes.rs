#![allow(dead_code)]
#![no_implicit_prelude]

#[::traced::traced("order.list", attrs(order.items = name))]
fn list(name: &::core::primitive::str) {}
