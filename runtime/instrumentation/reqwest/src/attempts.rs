//! How often a request was sent through one middleware.

use std::sync::atomic::{AtomicU64, Ordering};

use http::Extensions;

/// The place of one middleware in one chain. Each counts for itself, or two of them in one
/// chain would take each other's requests for attempts; hence a clone is another place.
#[derive(Debug)]
pub(crate) struct Position(u64);

/// How often a request passed each position; kept in the request's own extensions, which a
/// middleware that retries hands down again. As many entries as there are positions.
#[derive(Debug, Clone, Default)]
struct Sent(Vec<(u64, u32)>);

impl Position {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Counts one more attempt of a request, and says how many there were before.
    pub(crate) fn pass(&self, extensions: &mut Extensions) -> u32 {
        let Sent(counts) = extensions.get_or_insert_default();
        if let Some((_, sent)) = counts.iter_mut().find(|(position, _)| *position == self.0) {
            *sent = sent.saturating_add(1);
            return *sent - 1;
        }
        counts.push((self.0, 1));
        0
    }
}

impl Clone for Position {
    fn clone(&self) -> Self {
        Self::new()
    }
}
