//! Spans as the bytes that leave the process: pure functions, one file per format.
//!
//! Written by hand, straight from the spans. Messages of a generated library would first
//! be built, with a copy of every text, and then be measured and written; that was most of
//! what an exported span cost. The tests hold the result to the library, byte for byte.

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
mod common;
#[cfg(any(feature = "otlp-http", feature = "file"))]
pub(crate) mod json;
#[cfg(any(feature = "otlp-http", feature = "file"))]
pub(crate) mod otlp_json;
#[cfg(feature = "otlp-http")]
pub(crate) mod parse;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
pub(crate) mod protobuf;
pub(crate) mod scopes;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
pub(crate) mod wire;

#[cfg(test)]
mod samples;

use std::time::{SystemTime, UNIX_EPOCH};

use opentelemetry::trace::SpanKind;

/// A point in time as OTLP has it; one before 1970 is 1970.
fn nanos(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    // Full in the year 2554.
    since
        .as_secs()
        .saturating_mul(1_000_000_000)
        .saturating_add(u64::from(since.subsec_nanos()))
}

/// The flags of a span or a link: those of W3C, and whether the parent is remote.
///
/// Source: `SpanFlags` of opentelemetry-proto's `trace.proto`.
fn flags(w3c: u8, is_remote: bool) -> u32 {
    const HAS_IS_REMOTE: u32 = 0x100;
    const IS_REMOTE: u32 = 0x200;
    u32::from(w3c) | HAS_IS_REMOTE | if is_remote { IS_REMOTE } else { 0 }
}

/// Source: `SpanKind` of opentelemetry-proto's `trace.proto`.
fn kind(kind: &SpanKind) -> u8 {
    match kind {
        SpanKind::Internal => 1,
        SpanKind::Server => 2,
        SpanKind::Client => 3,
        SpanKind::Producer => 4,
        SpanKind::Consumer => 5,
    }
}
