//! What is known about a request without a framework: nothing but what the options' hooks
//! find out.

use std::net::SocketAddr;

use http::{Extensions, Uri};

pub(crate) fn route(_: &Extensions) -> Option<&str> {
    None
}

pub(crate) fn uri(_: &Extensions) -> Option<&Uri> {
    None
}

pub(crate) fn peer(_: &Extensions) -> Option<SocketAddr> {
    None
}
