//! Where a thread keeps its ended spans until there are enough to hand over.
//!
//! Only its thread writes, so the lock is free; a flush reaches in from outside.

use super::core::Core;
use super::record::Records;
use super::span::Open;
use opentelemetry::trace::SpanContext;
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};

/// A buffer is handed over early if its spans are large.
const BYTES: usize = 256 * 1024;

#[derive(Debug)]
pub(super) struct Buffer {
    core: Weak<Core>,
    filling: Mutex<Filling>,
}

#[derive(Debug)]
struct Filling {
    records: Records,
    /// Spans that are handed over together.
    size: usize,
}

impl Buffer {
    pub(super) fn new(core: Weak<Core>, size: usize) -> Self {
        Self {
            core,
            filling: Mutex::new(Filling {
                records: Records::default(),
                size,
            }),
        }
    }

    pub(super) fn is_orphaned(&self) -> bool {
        self.core.strong_count() == 0
    }

    /// Keeps a span that was counted as ended.
    pub(super) fn push(&self, context: &SpanContext, open: &mut Open, end: u64) {
        let mut filling = self.lock();
        let Filling { records, size } = &mut *filling;
        let first = records.is_empty();
        if first {
            if self.is_orphaned() {
                return crate::provider::count::dropped(1);
            }
            records.reserve(*size);
        }
        records.push(context, open, end);
        if records.len() >= *size || records.bytes() >= BYTES {
            let full = std::mem::take(records);
            drop(filling);
            self.hand_over(full);
        } else if first {
            drop(filling);
            if let Some(core) = self.core.upgrade() {
                core.announce();
            }
        }
    }

    /// Everything that is here.
    pub(super) fn take(&self) -> Records {
        std::mem::take(&mut self.lock().records)
    }

    /// From now on each span is handed over at once.
    pub(super) fn close(&self) {
        self.lock().size = 1;
        self.empty();
    }

    /// Hands everything over that is here.
    pub(super) fn empty(&self) {
        let records = self.take();
        if !records.is_empty() {
            self.hand_over(records);
        }
    }

    fn hand_over(&self, records: Records) {
        match self.core.upgrade() {
            Some(core) => core.deliver(records),
            None => crate::provider::count::dropped(records.len() as u64),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Filling> {
        self.filling.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        self.empty();
    }
}
