#![allow(dead_code)]

use traced::traced;

#[traced("order.list", kind = client)]
fn said() {}

#[traced("payment.take")]
fn not_said() {}

#[traced("order.place", attrs(order.id = "o-1", order.items = 3))]
fn nothing_missing_but_the_kind() {}

// What the kind follows from stands on the item, and so does the mistake.
#[traced(attrs(http.request.method = "GET"))]
mod not_said_for_many {
    pub fn one() {}
    pub fn two() {}

    #[traced::traced(kind = client)]
    pub fn said() {}
}

#[traced(kind = producer, attrs(http.request.method = "GET"))]
mod said_for_many {
    pub fn one() {}
    pub mod more {
        pub fn two() {}
    }
}

// Here it is the functions'.
#[traced(kind = server)]
mod right_for_some {
    #[traced::traced(attrs(rpc.system.name = "grpc"))]
    pub fn right() {}
    #[traced::traced(attrs(db.system.name = "sqlite"))]
    pub fn wrong() {}
}
