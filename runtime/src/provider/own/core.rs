//! One provider: how it samples, what a span may hold, where ended spans go.

use super::buffer::Buffer;
use super::filter::Filter;
use super::limits::Limits;
use super::record::Records;
use super::sampling::Sampling;
use super::span::Open;
use super::thread;
use crate::provider::mode::Mode;
use crate::provider::tally::Counts;
use crate::provider::{Pipeline, count};
use opentelemetry::trace::SpanContext;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

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
    size: AtomicUsize,
    /// Of each thread that ended a span.
    buffers: Mutex<Vec<Arc<Buffer>>>,
    /// Of threads whose own is gone.
    stray: Arc<Buffer>,
    /// Whether the sinks know that spans wait in buffers.
    announced: AtomicBool,
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

impl Core {
    pub(super) fn new(settings: Settings, pipeline: Pipeline) -> Arc<Self> {
        let size = pipeline.batch_size().max(1);
        let core = Arc::new_cyclic(|core: &Weak<Self>| Self {
            settings: Arc::new(settings),
            pipeline,
            size: AtomicUsize::new(size),
            buffers: Mutex::default(),
            stray: Arc::new(Buffer::new(Weak::clone(core), size)),
            announced: AtomicBool::new(false),
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

    /// A buffer for the current thread.
    pub(super) fn new_buffer(self: &Arc<Self>) -> Arc<Buffer> {
        let mut buffers = self.buffers();
        let size = self.size.load(Ordering::Relaxed);
        let buffer = Arc::new(Buffer::new(Arc::downgrade(self), size));
        buffers.push(Arc::clone(&buffer));
        buffer
    }

    pub(super) fn stray_buffer(&self) -> Arc<Buffer> {
        Arc::clone(&self.stray)
    }

    /// The thread of this buffer is gone.
    pub(super) fn forget(&self, buffer: &Arc<Buffer>) {
        self.buffers().retain(|known| !Arc::ptr_eq(known, buffer));
    }

    pub(super) fn deliver(&self, records: Records) {
        self.pipeline.ended(records);
    }

    /// Tells the sinks that spans wait, unless they know.
    pub(super) fn announce(&self) {
        if !self.announced.load(Ordering::Relaxed) && !self.announced.swap(true, Ordering::Relaxed)
        {
            self.pipeline.waiting();
        }
    }

    /// Hands over what waits in the buffers of all threads.
    pub(super) fn collect(&self) {
        self.announced.store(false, Ordering::Relaxed);
        let buffers = self.buffers().clone();
        let size = self.size.load(Ordering::Relaxed);
        let mut collected = Records::default();
        for buffer in buffers.iter().chain([&self.stray]) {
            let records = buffer.take();
            if collected.is_empty() {
                collected = records;
            } else if collected.len() + records.len() <= size {
                collected.append(records);
            } else {
                self.deliver(std::mem::replace(&mut collected, records));
            }
        }
        if !collected.is_empty() {
            self.deliver(collected);
        }
    }

    /// The sinks were shut down: what ends from now on is handed over at once, for them
    /// to count as dropped.
    pub(super) fn close(&self) {
        let buffers = {
            let buffers = self.buffers();
            self.size.store(1, Ordering::Relaxed);
            buffers.clone()
        };
        for buffer in buffers.iter().chain([&self.stray]) {
            buffer.close();
        }
    }

    fn buffers(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Buffer>>> {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a span goes when it ends.
#[derive(Clone, Debug)]
pub(super) enum Home {
    /// Into the buffer that the thread on which it ends has for this provider.
    Threads(u32),
    /// To the sinks, at once.
    Direct(Arc<Core>),
}

impl Home {
    /// A span that lived here has ended.
    pub(super) fn ended(&self, context: &SpanContext, open: &mut Open, end: u64) {
        let accounted = match self {
            Self::Threads(_) => true,
            Self::Direct(core) => core.settings.accounted,
        };
        if !context.is_sampled() {
            if accounted {
                thread::count(Counts::ended_unsampled);
            }
            return;
        }
        match self {
            Self::Threads(id) => thread::ended(*id, |buffer| buffer.push(context, open, end)),
            Self::Direct(core) => {
                if accounted {
                    // Before it can be counted as exported.
                    thread::count(Counts::ended);
                }
                let mut records = Records::default();
                records.push(context, open, end);
                core.deliver(records);
            }
        }
    }
}

/// The spans that wait in the buffers of a provider's threads, for its sinks.
#[derive(Clone, Debug)]
pub struct Waiting(Weak<Core>);

impl Waiting {
    /// Has them handed over, to every sink of the provider.
    pub fn collect(&self) {
        if let Some(core) = self.0.upgrade() {
            core.collect();
        }
    }
}

/// Spans for which there is no sink.
pub(in crate::provider) fn lost(records: &Records) {
    count::dropped(records.len() as u64);
}
