//! Where a span goes when it ends, as the span knows it.

use super::core::Core;
use std::sync::Arc;

/// Where a span goes when it ends.
#[derive(Clone, Debug)]
pub(super) enum Home {
    /// Into the log that the thread on which it ends has for this provider.
    Threads(u32),
    /// To the sinks, at once.
    Direct(Arc<Core>),
}

impl Home {
    /// That of the spans of a provider.
    pub(super) fn of(core: &Arc<Core>) -> Self {
        if core.settings.direct {
            Self::Direct(Arc::clone(core))
        } else {
            Self::Threads(core.settings.id)
        }
    }

    /// Whether its spans are those of [`traced::stats()`](crate::stats).
    pub(super) fn is_accounted(&self) -> bool {
        match self {
            Self::Threads(_) => true,
            Self::Direct(core) => core.settings.accounted,
        }
    }
}
