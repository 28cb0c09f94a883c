//! What several tests share. Not an assertion library: that is `traced::testing`.
#![forbid(unsafe_code)]

pub mod architecture;
pub mod backend;
pub mod conforming;
pub mod http;
pub mod memory;
pub mod panics;
pub mod spans;
pub mod tls;
