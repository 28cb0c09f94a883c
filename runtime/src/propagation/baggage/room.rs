//! How much baggage is carried.

use crate::propagation::report;

/// So many members must be passed on. Source: W3C Baggage, "Limits"; OpenTelemetry's own
/// type holds no more.
const MAX_MEMBERS: usize = 64;

/// So many bytes must be passed on, with the commas between members.
const MAX_BYTES: usize = 8192;

/// The room that is left, and what found none.
#[derive(Debug)]
pub(in crate::propagation) struct Room {
    members: usize,
    bytes: usize,
    refused: u64,
}

impl Room {
    pub(in crate::propagation) fn new() -> Self {
        Self {
            members: 0,
            bytes: 0,
            refused: 0,
        }
    }

    /// Whether one more member of this size may be carried. A smaller one may find room
    /// after a refusal.
    pub(in crate::propagation) fn admit(&mut self, size: usize) -> bool {
        let comma = usize::from(self.members > 0);
        let bytes = self.bytes.saturating_add(size).saturating_add(comma);
        if self.members == MAX_MEMBERS || bytes > MAX_BYTES {
            self.refuse();
            return false;
        }
        self.members += 1;
        self.bytes = bytes;
        true
    }

    /// Counts a member, or a property, that is left out.
    pub(in crate::propagation) fn refuse(&mut self) {
        self.refused += 1;
    }

    /// Says what was left out.
    pub(in crate::propagation) fn report(self) {
        report::lost_baggage(
            self.refused,
            "malformed, or beyond 64 members or 8192 bytes",
        );
    }
}
