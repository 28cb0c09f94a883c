//! One provider: how it samples, what a span may hold, where ended spans go.

use super::chunk::Chunk;
use super::collect::{Waiting, What, collects};
use super::filter::Filter;
use super::limits::Limits;
use super::log::Log;
use super::record::{Record, Records};
use super::sampling::Sampling;
use super::thread;
use crate::provider::mode::Mode;
use crate::provider::tally::Counts;
use crate::provider::{Pipeline, count};
use opentelemetry::KeyValue;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use std::time::Instant;

/// What starting a span needs to know.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) id: u32,
    pub(super) sampling: Sampling,
    pub(super) limits: &'static Limits,
    pub(super) filter: Filter,
    /// Whether its spans are those of [`traced::stats()`](crate::stats).
    pub(super) accounted: bool,
    /// Whether each span goes to the sinks at once, and its start, too.
    pub(super) direct: bool,
}

/// With fewer attributes than this, it has to be counted how many of them all spans of a
/// site have.
const MANY: usize = 64;

impl Settings {
    /// What installing this provider means.
    pub(super) fn mode(&self) -> Mode {
        let limited = self.limits.value_length.is_some() || self.limits.attributes < MANY;
        let close = limited || self.direct || !self.filter.is_empty();
        Mode::own(self.id, self.sampling.children(), close)
    }
}

#[derive(Debug)]
pub(super) struct Core {
    pub(super) settings: Arc<Settings>,
    pub(super) pipeline: Pipeline,
    /// Spans that a thread hands over together.
    size: usize,
    /// Of each thread that ended a span.
    pub(super) logs: Mutex<Vec<Arc<Log>>>,
    /// Pieces of logs that are full, the oldest first.
    pub(super) full: Mutex<VecDeque<Arc<Chunk>>>,
    /// Pieces to be used again.
    pub(super) spare: Mutex<Vec<Arc<Chunk>>>,
    /// Held by whoever reads what threads have written, until the sinks have it.
    pub(super) collecting: Mutex<()>,
    /// The sinks were shut down.
    closed: AtomicBool,
}

/// Full pieces that may wait while another thread collects.
const MOST: usize = 256;

/// The providers of this process, for spans that end where their provider is not known.
static ALL: RwLock<Vec<Weak<Core>>> = RwLock::new(Vec::new());

pub(super) fn next_id() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub(super) fn find(id: u32) -> Option<Arc<Core>> {
    let all = ALL.read().unwrap_or_else(PoisonError::into_inner);
    let mut all = all.iter().filter_map(Weak::upgrade);
    all.find(|core| core.settings.id == id)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Core {
    pub(super) fn new(settings: Settings, pipeline: Pipeline) -> Arc<Self> {
        let core = Arc::new(Self {
            settings: Arc::new(settings),
            size: pipeline.batch_size().max(1),
            pipeline,
            logs: Mutex::default(),
            full: Mutex::default(),
            spare: Mutex::default(),
            collecting: Mutex::default(),
            closed: AtomicBool::new(false),
        });
        if !core.settings.direct {
            let mut all = ALL.write().unwrap_or_else(PoisonError::into_inner);
            all.retain(|known| known.strong_count() > 0);
            all.push(Arc::downgrade(&core));
            core.pipeline.connect(&Waiting(Arc::downgrade(&core)));
        }
        core
    }

    pub(super) fn home(self: &Arc<Self>) -> Home {
        if self.settings.direct {
            Home::Direct(Arc::clone(self))
        } else {
            Home::Threads(self.settings.id)
        }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// A log for the current thread, and its first piece.
    pub(super) fn new_log(self: &Arc<Self>) -> (Arc<Log>, Arc<Chunk>) {
        let chunk = self.chunk();
        let mut logs = lock(&self.logs);
        let closed = self.closed.load(Ordering::Relaxed);
        let log = Arc::new(Log::new(Arc::downgrade(self), &chunk, closed));
        logs.push(Arc::clone(&log));
        (log, chunk)
    }

    /// An empty piece.
    pub(super) fn chunk(&self) -> Arc<Chunk> {
        let spare = lock(&self.spare).pop();
        spare.unwrap_or_else(|| Arc::new(Chunk::new()))
    }

    /// The thread of this log is gone, and leaves its last piece.
    pub(super) fn forget(&self, log: &Arc<Log>, last: Arc<Chunk>) {
        lock(&self.logs).retain(|known| !Arc::ptr_eq(known, log));
        if !last.is_empty() {
            self.filled(last);
        }
    }

    /// A piece is full.
    pub(super) fn filled(&self, chunk: Arc<Chunk>) {
        let waiting = {
            let mut full = lock(&self.full);
            full.push_back(chunk);
            full.len()
        };
        let closed = self.closed.load(Ordering::Relaxed);
        let fetched = !closed && self.pipeline.filled(waiting * self.size);
        if !fetched && !self.collect_if_free(What::Full) && waiting >= MOST && !collects() {
            // Whoever collects waits for room, as somebody asked for: so does this thread.
            self.collect();
        }
    }

    pub(super) fn deliver(&self, records: Records) {
        self.pipeline.ended(records);
    }

    /// Hands a single span over; leaves no attribute behind.
    pub(super) fn deliver_one(&self, record: Option<Record>, attributes: &mut Vec<KeyValue>) {
        let Some(record) = record else { return };
        let mut records = Records::default();
        records.add(record, attributes);
        self.deliver(records);
    }

    /// The sinks were shut down: what ends from now on is handed over at once, for them
    /// to count as dropped.
    pub(super) fn close(&self, deadline: Instant) {
        let logs = {
            let logs = lock(&self.logs);
            self.closed.store(true, Ordering::Relaxed);
            logs.clone()
        };
        for log in logs {
            log.close();
        }
        self.collect_by(deadline);
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        for log in &*lock(&self.logs) {
            log.close();
        }
        // Nobody is left who would count what threads have written.
        self.hand_over(What::All);
    }
}

/// Where a span goes when it ends.
#[derive(Clone, Debug)]
pub(super) enum Home {
    /// Into the log that the thread on which it ends has for this provider.
    Threads(u32),
    /// To the sinks, at once.
    Direct(Arc<Core>),
}

impl Home {
    /// Whether its spans are those of [`traced::stats()`](crate::stats).
    pub(super) fn is_accounted(&self) -> bool {
        match self {
            Self::Threads(_) => true,
            Self::Direct(core) => core.settings.accounted,
        }
    }

    /// A span that lived here has ended. Returns an empty vector to use again.
    pub(super) fn ended(self, record: Record, mut attributes: Vec<KeyValue>) -> Vec<KeyValue> {
        let accounted = self.is_accounted();
        if !record.flags.is_sampled() {
            if accounted {
                thread::count(Counts::ended_unsampled);
            }
            attributes.clear();
            return attributes;
        }
        if accounted {
            // Before it can be counted as exported.
            thread::count(Counts::ended);
        }
        match self {
            Self::Threads(id) => thread::ended_told(id, record, attributes),
            Self::Direct(core) => {
                core.deliver_one(Some(record), &mut attributes);
                attributes
            }
        }
    }
}

/// Spans for which there is no sink.
pub(in crate::provider) fn lost(records: &Records) {
    count::dropped(records.len() as u64);
}
