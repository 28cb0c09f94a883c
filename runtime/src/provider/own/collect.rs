//! Reading what a provider's threads have written, and handing it to the sinks.

use super::chunk::Chunk;
use super::limits::Limits;
use super::log::Log;
use super::logs::Logs;
use super::record::Record;
use super::records::Records;
use super::waiting::What;
use crate::provider::Pipeline;
use opentelemetry::KeyValue;
use std::cell::Cell;
use std::sync::{Arc, Mutex, TryLockError};
use std::time::{Duration, Instant};

/// How long a flush pauses before it tries again to collect.
const PAUSE: Duration = Duration::from_millis(1);
/// Full pieces that may wait while another thread collects.
const MOST: usize = 256;

thread_local! {
    /// Whether this thread collects: what it traces meanwhile waits for the next time.
    static COLLECTS: Cell<bool> = const { Cell::new(false) };
}

#[derive(Debug)]
pub(super) struct Collector {
    pub(super) pipeline: Pipeline,
    limits: &'static Limits,
    /// Spans that a thread hands over together.
    size: usize,
    pub(super) logs: Logs,
    /// Held by whoever reads what threads have written, until the sinks have it.
    collecting: Mutex<()>,
}

impl Collector {
    pub(super) fn new(pipeline: Pipeline, limits: &'static Limits) -> Self {
        Self {
            size: pipeline.batch_size().max(1),
            pipeline,
            limits,
            logs: Logs::default(),
            collecting: Mutex::default(),
        }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The thread of this log is gone, and leaves its last piece.
    pub(super) fn forget(&self, log: &Arc<Log>, last: Arc<Chunk>) {
        self.logs.forget(log);
        if !last.is_empty() {
            self.filled(last);
        }
    }

    /// A piece is full.
    pub(super) fn filled(&self, chunk: Arc<Chunk>) {
        let waiting = self.logs.filled(chunk);
        let fetched = !self.logs.is_closed() && self.pipeline.filled(waiting * self.size);
        if !fetched && !self.collect_if_free(What::Full) && waiting >= MOST && !COLLECTS.get() {
            // Whoever collects waits for room, as somebody asked for: so does this thread.
            self.collect();
        }
    }

    /// Hands a single span over; leaves no attribute behind.
    pub(super) fn deliver_one(&self, record: Option<Record>, attributes: &mut Vec<KeyValue>) {
        let Some(record) = record else { return };
        let mut records = Records::default();
        records.add(record, attributes);
        self.deliver(records);
    }

    fn deliver(&self, records: Records) {
        self.pipeline.ended(records);
    }

    /// Hands over what threads have written, after whoever does so now.
    pub(super) fn collect(&self) {
        let collecting = self.collecting.lock();
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

    fn hand_over(&self, what: What) {
        COLLECTS.set(true);
        // How far the current pieces are, before the full ones are taken: what moves from the
        // former to the latter meanwhile is read in either.
        let current = match what {
            What::All => self.logs.current(),
            What::Full => Vec::new(),
        };
        let current = current.into_iter().map(|chunk| (chunk.end(), chunk));
        let current: Vec<_> = current.collect();
        let mut batch = Records::default();
        for chunk in self.logs.take_full() {
            self.read(&mut batch, &chunk, chunk.end());
            self.logs.recycle(chunk);
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
        records.reserve(self.size);
        chunk.read_to(end, self.limits, &mut records);
        if batch.is_empty() {
            *batch = records;
        } else if batch.len() + records.len() <= self.size {
            batch.append(records);
        } else {
            self.deliver(std::mem::replace(batch, records));
        }
        if batch.len() >= self.size {
            self.deliver(std::mem::take(batch));
        }
    }

    /// The sinks were shut down: what ends from now on is handed over at once, for them
    /// to count as dropped.
    pub(super) fn close(&self, deadline: Instant) {
        self.logs.close();
        self.collect_by(deadline);
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.logs.close();
        // Nobody is left who would count what threads have written.
        self.hand_over(What::All);
    }
}
