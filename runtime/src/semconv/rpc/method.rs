//! Which method a call is for, and whether its name may be believed.

use std::borrow::Cow;

use opentelemetry::StringValue;

use crate::semconv::names::Name;

/// The value of [`RPC_SYSTEM_NAME`](super::RPC_SYSTEM_NAME), and the name of a span whose method is not recognised (RP-2).
pub const GRPC: &str = "grpc";

/// The method of a call, as far as it is recognised (RS-9).
///
/// A name goes into span names, and those are to be few. So a method counts only if something vouches for it:
/// generated client code, a list of methods, or a server that knew how to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method<'a> {
    /// Fully-qualified, without a leading slash: `package.Service/Method`.
    Known(&'a str),
    /// Anything else, as it was asked for.
    Other(&'a str),
}

impl<'a> Method<'a> {
    /// Reads the path of a request: `/package.Service/Method`.
    ///
    /// [`Method::Known`] here says only that the path has the form of a method.
    pub fn parse(path: &'a str) -> Self {
        let [b'/', name @ ..] = path.as_bytes() else {
            return Self::Other(path);
        };
        let slash = name.iter().position(|byte| *byte == b'/');
        match slash.map(|at| name.split_at(at)) {
            Some(([_, ..], [_, method @ ..])) if !method.is_empty() && !method.contains(&b'/') => {
                Self::Known(&path[1..])
            }
            _ => Self::Other(path),
        }
    }

    /// The span's name: the method, or `grpc` if it is not recognised (RP-1, RP-2).
    pub fn span_name(&self) -> Cow<'static, str> {
        match self {
            Self::Known(name) => match named(name).find() {
                Some(kept) => Cow::Borrowed(kept),
                None => Cow::Owned((*name).to_owned()),
            },
            Self::Other(_) => Cow::Borrowed(GRPC),
        }
    }
}

fn named(method: &str) -> Name<'_> {
    Name {
        first: "",
        last: method,
    }
}

/// The value of [`RPC_METHOD`](super::RPC_METHOD) for a method that something vouches for: spans of its calls share the
/// text from now on.
pub fn recognised(method: impl Into<Cow<'static, str>>) -> StringValue {
    match method.into() {
        Cow::Borrowed(name) => name.into(),
        Cow::Owned(name) => match named(&name).keep() {
            Some(kept) => kept.into(),
            None => name.into(),
        },
    }
}

pub(super) fn kept(method: &str) -> Option<&'static str> {
    named(method).keep()
}

/// Whether this is a call of gRPC's health service, which load balancers make every few seconds.
///
/// `method` is `package.Service/Method`. Source: <https://github.com/grpc/grpc/blob/master/doc/health-checking.md>.
pub fn is_health_check(method: &str) -> bool {
    service(method) == "grpc.health.v1.Health"
}

/// Whether this is a call of gRPC's reflection service, which only tools make.
///
/// Source: <https://github.com/grpc/grpc/blob/master/doc/server-reflection.md>.
pub fn is_reflection(method: &str) -> bool {
    matches!(
        service(method),
        "grpc.reflection.v1.ServerReflection" | "grpc.reflection.v1alpha.ServerReflection"
    )
}

fn service(method: &str) -> &str {
    method.split_once('/').map_or("", |(service, _)| service)
}
