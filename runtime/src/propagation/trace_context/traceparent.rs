//! The `traceparent` field: which trace, which parent, which flags.
//!
//! Source: W3C Trace Context, "Traceparent Header" and "Versioning of traceparent".

use opentelemetry::trace::SpanContext;
use opentelemetry::{SpanId, TraceFlags, TraceId};

use crate::propagation::hex;

/// The length of version 00, and of what is read of later versions.
const LENGTH: usize = 55;

/// The flag of level 2 that says that the trace id is random. It stays with the trace.
pub(super) const RANDOM: TraceFlags = TraceFlags::new(0b10);

/// What a valid field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traceparent {
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    pub(super) flags: TraceFlags,
}

impl Traceparent {
    /// Reads the values of the field, of which there must be exactly one.
    ///
    /// # Errors
    ///
    /// What is wrong, in a few words.
    pub(super) fn read(values: &[&str]) -> Result<Self, &'static str> {
        match values {
            [value] => Self::parse(value),
            _ => Err("there must be exactly one"),
        }
    }

    fn parse(value: &str) -> Result<Self, &'static str> {
        Self::usual(value.as_bytes()).map_or_else(|| Self::judge(value), Ok)
    }

    /// A field of version 00 that keeps the rules, as nearly every one is and does.
    fn usual(value: &[u8]) -> Option<Self> {
        let value: &[u8; LENGTH] = value.try_into().ok()?;
        if value[..3] != *b"00-" || value[35] != b'-' || value[52] != b'-' {
            return None;
        }
        let trace_id = hex::lower(&value[3..35], 32)?;
        let parent_id = hex::lower(&value[36..52], 16)?;
        let flags = hex::lower(&value[53..], 2)?;
        if trace_id == 0 || parent_id == 0 {
            return None;
        }
        Some(Self {
            trace_id: TraceId::from(trace_id),
            span_id: SpanId::from(u64::try_from(parent_id).ok()?),
            flags: known(TraceFlags::new(u8::try_from(flags).ok()?)),
        })
    }

    /// Any field, by every rule.
    #[cold]
    fn judge(value: &str) -> Result<Self, &'static str> {
        let value = value.trim_matches([' ', '\t']).as_bytes();
        // Each field has its place: the digits, then a dash or the end.
        let field = |start: usize, digits: usize| {
            let end = start + digits;
            let ends = matches!(value.get(end), None | Some(b'-'));
            hex::lower(value.get(start..end)?, digits).filter(|_| ends)
        };
        let version = field(0, 2).filter(|_| value.len() > 2).ok_or_else(|| {
            if value.contains(&b'-') {
                "the version is not two lower-case hex digits"
            } else {
                "it has no fields between dashes"
            }
        })?;
        if version == 0xff {
            return Err("version ff is forbidden");
        }
        if version == 0 && value.len() != LENGTH {
            return Err("version 00 has 55 characters");
        }
        let trace_id = field(3, 32).ok_or("the trace id is not 32 lower-case hex digits")?;
        let parent_id = field(36, 16).ok_or("the parent id is not 16 lower-case hex digits")?;
        let flags = field(53, 2).ok_or("the flags are not two lower-case hex digits")?;
        if trace_id == 0 {
            return Err("the trace id is zero");
        }
        if parent_id == 0 {
            return Err("the parent id is zero");
        }
        Ok(Self {
            trace_id: TraceId::from_bytes(trace_id.to_be_bytes()),
            span_id: SpanId::from_bytes(low(parent_id)),
            flags: known(TraceFlags::new(low::<1>(flags)[0])),
        })
    }

    /// The field for a valid span, in the version that we know.
    pub(super) fn write(span: &SpanContext, flags: TraceFlags) -> String {
        let mut field = [b'-'; LENGTH];
        hex::write(&mut field[..2], &[0]);
        hex::write(&mut field[3..35], &span.trace_id().to_bytes());
        hex::write(&mut field[36..52], &span.span_id().to_bytes());
        hex::write(&mut field[53..], &[known(flags).to_u8()]);
        str::from_utf8(&field).unwrap_or_default().to_owned()
    }
}

/// The lowest bytes of a number.
fn low<const N: usize>(number: u128) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(&number.to_be_bytes()[16 - N..]);
    bytes
}

/// The flags that are defined. All others are reserved, and set to zero by who sends.
fn known(flags: TraceFlags) -> TraceFlags {
    flags & (TraceFlags::SAMPLED | RANDOM)
}

#[cfg(test)]
#[path = "traceparent_tests.rs"]
mod tests;
