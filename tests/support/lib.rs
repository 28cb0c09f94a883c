//! What several tests share. Not an assertion library: that is `traced::testing`.
#![forbid(unsafe_code)]

pub mod architecture;
pub mod backend;
pub mod conforming;
pub mod grpc;
pub mod http;
pub mod memory;
pub mod panics;
pub mod spans;
pub mod tls;

/// `docs/setup.md`: its code has to compile.
#[cfg(doctest)]
#[doc = include_str!("../../docs/setup.md")]
pub struct SetupPage;

/// `docs/testing.md`: its code has to run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing.md")]
pub struct TestingPage;
