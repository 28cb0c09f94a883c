//! What a thread has written for a provider: the piece that it writes now, where whoever
//! collects finds it.

use super::chunk::Chunk;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug)]
pub(super) struct Log {
    /// Only the thread whose log this is puts another one there.
    current: Mutex<Arc<Chunk>>,
    /// Nobody collects any more: each span is handed over at once.
    closed: AtomicBool,
}

impl Log {
    pub(super) fn new(first: &Arc<Chunk>, closed: bool) -> Self {
        Self {
            current: Mutex::new(Arc::clone(first)),
            closed: AtomicBool::new(closed),
        }
    }

    #[inline]
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
    }

    pub(super) fn current(&self) -> Arc<Chunk> {
        let current = self.current.lock();
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn turn_to(&self, next: &Arc<Chunk>) {
        let current = self.current.lock();
        *current.unwrap_or_else(PoisonError::into_inner) = Arc::clone(next);
    }
}
