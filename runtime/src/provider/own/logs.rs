//! What all threads of a provider write: their logs, and the pieces that these are made of.

use super::chunk::Chunk;
use super::log::Log;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Pieces that are kept to be used again.
const SPARE: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Logs {
    /// Of each thread that ended a span.
    all: Mutex<Vec<Arc<Log>>>,
    /// Pieces that are full, the oldest first.
    full: Mutex<VecDeque<Arc<Chunk>>>,
    /// Pieces to be used again.
    spare: Mutex<Vec<Arc<Chunk>>>,
    /// The sinks were shut down.
    closed: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Logs {
    /// A log for the current thread, and its first piece.
    pub(super) fn begin(&self) -> (Arc<Log>, Arc<Chunk>) {
        let chunk = self.chunk();
        let mut all = lock(&self.all);
        let log = Arc::new(Log::new(&chunk, self.is_closed()));
        all.push(Arc::clone(&log));
        (log, chunk)
    }

    /// The thread of this log is gone.
    pub(super) fn forget(&self, log: &Arc<Log>) {
        lock(&self.all).retain(|known| !Arc::ptr_eq(known, log));
    }

    /// An empty piece.
    pub(super) fn chunk(&self) -> Arc<Chunk> {
        let spare = lock(&self.spare).pop();
        spare.unwrap_or_else(|| Arc::new(Chunk::new()))
    }

    /// Keeps a piece that was read to be used again.
    pub(super) fn recycle(&self, mut chunk: Arc<Chunk>) {
        if let Some(unshared) = Arc::get_mut(&mut chunk) {
            unshared.reset();
            let mut spare = lock(&self.spare);
            if spare.len() < SPARE {
                spare.push(chunk);
            }
        }
    }

    /// The pieces that threads write now.
    pub(super) fn current(&self) -> Vec<Arc<Chunk>> {
        let logs = lock(&self.all).clone();
        logs.iter().map(|log| log.current()).collect()
    }

    /// A piece is full; returns how many are.
    pub(super) fn filled(&self, chunk: Arc<Chunk>) -> usize {
        let mut full = lock(&self.full);
        full.push_back(chunk);
        full.len()
    }

    pub(super) fn take_full(&self) -> VecDeque<Arc<Chunk>> {
        std::mem::take(&mut *lock(&self.full))
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// The sinks were shut down: what ends from now on is handed over at once.
    pub(super) fn close(&self) {
        let logs = {
            let all = lock(&self.all);
            self.closed.store(true, Ordering::Relaxed);
            all.clone()
        };
        for log in logs {
            log.close();
        }
    }
}
