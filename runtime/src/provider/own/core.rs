//! One provider: how it samples, what a span may hold, where ended spans go.

use super::chunk::Chunk;
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
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError, Weak};
use std::time::{Duration, Instant};

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
    logs: Mutex<Vec<Arc<Log>>>,
    /// Pieces of logs that are full, the oldest first.
    full: Mutex<VecDeque<Arc<Chunk>>>,
    /// Pieces to be used again.
    spare: Mutex<Vec<Arc<Chunk>>>,
    /// Held by whoever reads what threads have written, until the sinks have it.
    collecting: Mutex<()>,
    /// The sinks were shut down.
    closed: AtomicBool,
}

/// Full pieces that may wait while another thread collects.
const MOST: usize = 256;
/// How long a flush pauses before it tries again to collect.
const PAUSE: Duration = Duration::from_millis(1);
/// Pieces that are kept to be used again.
const SPARE: usize = 32;

thread_local! {
    /// Whether this thread collects: what it traces meanwhile waits for the next time.
    static COLLECTS: Cell<bool> = const { Cell::new(false) };
}

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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is collected of what threads have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    All,
    Full,
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
        if !fetched && !self.collect_if_free(What::Full) && waiting >= MOST && !COLLECTS.get() {
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
    fn collect_if_free(&self, what: What) -> bool {
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
        records.reserve(self.size);
        chunk.read_to(end, self.settings.limits, &mut records);
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

    fn recycle(&self, mut chunk: Arc<Chunk>) {
        if let Some(unshared) = Arc::get_mut(&mut chunk) {
            unshared.reset();
            let mut spare = lock(&self.spare);
            if spare.len() < SPARE {
                spare.push(chunk);
            }
        }
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

/// What a provider's threads have written, for its sinks.
#[derive(Clone, Debug)]
pub struct Waiting(Weak<Core>);

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

/// Spans for which there is no sink.
pub(in crate::provider) fn lost(records: &Records) {
    count::dropped(records.len() as u64);
}
