#![deny(warnings)]

use traced::traced;

#[traced(attrs(http.rout = "/"))]
pub fn keys() {}
