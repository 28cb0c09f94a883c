//! The providers that a thread writes for: a log for each, the latest one first.

use super::chunk::{Chunk, Written};
use super::core::{Core, Settings};
use super::limits::Limits;
use super::log::Log;
use std::cell::{Cell, RefCell};
use std::sync::{Arc, Weak};

#[derive(Debug, Default)]
pub(super) struct Homes {
    /// One for each provider that ended a span here.
    all: RefCell<Vec<Home>>,
    /// The first one's number and limits.
    first: Cell<Option<(u32, &'static Limits)>>,
}

/// A provider, as a thread knows it. It does not keep the provider alive.
#[derive(Debug)]
struct Home {
    settings: Arc<Settings>,
    core: Weak<Core>,
    log: Arc<Log>,
    /// What the log writes now.
    chunk: Arc<Chunk>,
    /// Spans that are handed over together.
    size: usize,
}

/// Whether to go on with another piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Stay,
    After,
    Before,
}

impl Homes {
    /// The limits of this provider, if it is the first one.
    #[inline]
    pub(super) fn limits_of(&self, number: u32) -> Option<&'static Limits> {
        let (first, limits) = self.first.get()?;
        (first == number).then_some(limits)
    }

    /// What `write` comes to in the log of this provider; `None` if that is not at hand.
    #[inline]
    pub(super) fn write(&self, number: u32, write: impl FnOnce(&Chunk) -> Written) -> Option<Turn> {
        self.limits_of(number)?;
        let all = self.all.try_borrow().ok()?;
        let home = all.first()?;
        if home.log.is_closed() {
            return None;
        }
        Some(match write(&home.chunk) {
            Written::Now(spans) if spans < home.size => Turn::Stay,
            Written::Now(_) => Turn::After,
            Written::NoRoom => Turn::Before,
        })
    }

    /// Turns to another piece; returns the one that is full, and whose it is.
    pub(super) fn turn(&self, number: u32) -> Option<(Arc<Core>, Arc<Chunk>)> {
        let mut all = self.all.try_borrow_mut().ok()?;
        let home = all.iter_mut().find(|home| home.settings.id == number)?;
        let core = home.core.upgrade()?;
        let next = core.collector.logs.chunk();
        home.log.turn_to(&next);
        Some((core, std::mem::replace(&mut home.chunk, next)))
    }

    /// Makes a provider the first one; false if it takes no more.
    pub(super) fn attach(&self, core: &Arc<Core>) -> bool {
        let Ok(mut all) = self.all.try_borrow_mut() else {
            return false;
        };
        let settings = &core.settings;
        let known = all.iter().position(|home| home.settings.id == settings.id);
        if let Some(at) = known {
            all.swap(0, at);
        } else {
            all.retain(|home| home.core.strong_count() > 0);
            let (log, chunk) = core.collector.logs.begin();
            let home = Home {
                settings: Arc::clone(settings),
                core: Arc::downgrade(core),
                log,
                chunk,
                size: core.collector.size(),
            };
            all.insert(0, home);
        }
        self.first.set(Some((settings.id, settings.limits)));
        all.first().is_some_and(|home| !home.log.is_closed())
    }
}

impl Drop for Homes {
    fn drop(&mut self) {
        for home in self.all.get_mut().drain(..) {
            if let Some(core) = home.core.upgrade() {
                core.collector.forget(&home.log, home.chunk);
            }
        }
    }
}
