//! What waits in the logs of threads, for the sinks that have it collected.

use std::fmt::Debug;
use std::sync::Weak;

/// What is collected of what threads have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    All,
    Full,
}

/// Whoever collects it.
pub(super) trait Collect: Debug + Send + Sync {
    /// Hands it over to every sink, if nobody does so now; otherwise false.
    fn collect_if_free(&self, what: What) -> bool;
}

/// What a provider's threads have written, for its sinks.
#[derive(Clone, Debug)]
pub struct Waiting(Weak<dyn Collect>);

impl Waiting {
    pub(super) fn new(of: Weak<dyn Collect>) -> Self {
        Self(of)
    }

    /// Has all of it handed over, to every sink of the provider; false if somebody does so now.
    pub fn collect(&self) -> bool {
        self.collect_if_free(What::All)
    }

    /// The same, of batches that are full.
    pub fn collect_full(&self) -> bool {
        self.collect_if_free(What::Full)
    }

    fn collect_if_free(&self, what: What) -> bool {
        self.0
            .upgrade()
            .is_none_or(|provider| provider.collect_if_free(what))
    }

    /// False once the provider is gone.
    pub fn is_alive(&self) -> bool {
        self.0.strong_count() > 0
    }
}
