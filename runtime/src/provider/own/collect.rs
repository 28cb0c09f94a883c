//! Reading what a provider's threads have written, and handing it to the sinks.

use super::chunk::Chunk;
use super::core::{Core, lock};
use super::record::Records;
use std::cell::Cell;
use std::sync::{Arc, TryLockError, Weak};
use std::time::{Duration, Instant};

/// Pieces that are kept to be used again.
const SPARE: usize = 32;
/// How long a flush pauses before it tries again to collect.
const PAUSE: Duration = Duration::from_millis(1);
thread_local! {
    /// Whether this thread collects: what it traces meanwhile waits for the next time.
    static COLLECTS: Cell<bool> = const { Cell::new(false) };
}

/// True on a thread that collects.
pub(super) fn collects() -> bool {
    COLLECTS.get()
}

/// What is collected of what threads have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    All,
    Full,
}

impl Core {
    /// Hands over what threads have written, after whoever does so now.
    pub(super) fn collect(&self) {
        let collecting = lock(&self.collecting);
        self.hand_over(What::All);
        drop(collecting);
    }

    /// The same, if that is possible by `deadline`: whoever does so now may wait for room in a
    /// queue, as somebody asked for.
    pub(super) fn collect_by(&self, deadline: Instant) -> bool {
        loop {
            if self.collect_if_free(What::All) {
                return true;
            }
            if Instant::now() >= deadline {
                return false;
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// The same, if nobody does so now; otherwise false.
    pub(super) fn collect_if_free(&self, what: What) -> bool {
        let collecting = match self.collecting.try_lock() {
            Ok(collecting) => collecting,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return false,
        };
        self.hand_over(what);
        drop(collecting);
        true
    }

    pub(super) fn hand_over(&self, what: What) {
        COLLECTS.set(true);
        // How far the current pieces are, before the full ones are taken: what moves from the
        // former to the latter meanwhile is read in either.
        let logs = match what {
            What::All => lock(&self.logs).clone(),
            What::Full => Vec::new(),
        };
        let current = logs.iter().map(|log| log.current());
        let current: Vec<_> = current.map(|chunk| (chunk.end(), chunk)).collect();
        let mut batch = Records::default();
        let full = std::mem::take(&mut *lock(&self.full));
        for chunk in full {
            self.read(&mut batch, &chunk, chunk.end());
            self.recycle(chunk);
        }
        for (end, chunk) in current {
            self.read(&mut batch, &chunk, end);
        }
        if !batch.is_empty() {
            self.deliver(batch);
        }
        COLLECTS.set(false);
    }

    /// Reads a piece into `batch`, which is handed over when it is full.
    fn read(&self, batch: &mut Records, chunk: &Chunk, end: usize) {
        if chunk.is_empty() {
            return;
        }
        let mut records = Records::default();
        records.reserve(self.size());
        chunk.read_to(end, self.settings.limits, &mut records);
        if batch.is_empty() {
            *batch = records;
        } else if batch.len() + records.len() <= self.size() {
            batch.append(records);
        } else {
            self.deliver(std::mem::replace(batch, records));
        }
        if batch.len() >= self.size() {
            self.deliver(std::mem::take(batch));
        }
    }

    fn recycle(&self, mut chunk: Arc<Chunk>) {
        if let Some(unshared) = Arc::get_mut(&mut chunk) {
            unshared.reset();
            let mut spare = lock(&self.spare);
            if spare.len() < SPARE {
                spare.push(chunk);
            }
        }
    }
}

/// What a provider's threads have written, for its sinks.
#[derive(Clone, Debug)]
pub struct Waiting(pub(super) Weak<Core>);

impl Waiting {
    /// Has all of it handed over, to every sink of the provider; false if somebody does so now.
    pub fn collect(&self) -> bool {
        self.0
            .upgrade()
            .is_none_or(|core| core.collect_if_free(What::All))
    }

    /// The same, of batches that are full.
    pub fn collect_full(&self) -> bool {
        self.0
            .upgrade()
            .is_none_or(|core| core.collect_if_free(What::Full))
    }

    /// False once the provider is gone.
    pub fn is_alive(&self) -> bool {
        self.0.strong_count() > 0
    }
}
