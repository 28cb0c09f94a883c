//! One provider: how it samples, what a span may hold, where ended spans go.

use super::collect::Collector;
use super::filter::Filter;
use super::limits::Limits;
use super::sampling::Sampling;
use super::waiting::{Collect, Waiting, What};
use crate::provider::Pipeline;
use crate::provider::mode::Mode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};

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
    pub(super) collector: Collector,
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
        let core = Arc::new(Self {
            collector: Collector::new(pipeline, settings.limits),
            settings: Arc::new(settings),
        });
        if !core.settings.direct {
            let mut all = ALL.write().unwrap_or_else(PoisonError::into_inner);
            all.retain(|known| known.strong_count() > 0);
            all.push(Arc::downgrade(&core));
            let known: Weak<Self> = Arc::downgrade(&core);
            core.collector.pipeline.connect(&Waiting::new(known));
        }
        core
    }
}

impl Collect for Core {
    fn collect_if_free(&self, what: What) -> bool {
        self.collector.collect_if_free(what)
    }
}
