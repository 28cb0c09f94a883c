#![allow(dead_code)]

use traced::traced;

#[traced(attrs(http.rout = "/", db.password = "x", http.method = "GET", "user.emial" = mail))]
fn unknown_and_deprecated(mail: &str) {}

#[traced(attrs(http.response.status_code = status, http.request.method = 1))]
fn types(status: &str) {}

#[traced(attrs(http.route = order))]
fn no_value(order: Order) {}

struct Order;
