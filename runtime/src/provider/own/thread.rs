//! What each thread keeps for itself, so that a span starts and ends without touching
//! anything that another thread writes to.
//!
//! In a thread-local destructor that runs after this one's, all of it is gone. Such spans
//! go the long way: a generator of their own, each handed over at once.

use super::core::{self, Core};
use super::homes::{Homes, Turn};
use super::ids::Generator;
use super::limits::Limits;
use super::line::Line;
use super::noted;
use super::record::Record;
use super::slot::Slot;
use super::slots::{self, Free};
use super::spare;
use crate::provider::tally::{Counts, Tally};
use opentelemetry::{KeyValue, SpanId};
use std::cell::Cell;
use std::sync::Arc;

thread_local! {
    static THREAD: Thread = Thread::new();
}

#[derive(Debug)]
pub(super) struct Thread {
    ids: Cell<Generator>,
    counts: Tally,
    free: Free,
    homes: Homes,
}

impl Thread {
    fn new() -> Self {
        Self {
            ids: Cell::new(Generator::seeded()),
            counts: Tally::register(),
            free: Free::default(),
            homes: Homes::default(),
        }
    }

    #[inline]
    pub(super) fn counts(&self) -> &Counts {
        self.counts.own()
    }

    #[inline]
    pub(super) fn slot(&self) -> &'static Slot {
        self.free.take()
    }

    /// The limits of this provider, if it is the one that this thread used last.
    #[inline]
    pub(super) fn limits_of(&self, number: u32) -> Option<&'static Limits> {
        self.homes.limits_of(number)
    }

    #[inline]
    pub(super) fn span_id(&self) -> SpanId {
        let mut ids = self.ids.get();
        let id = ids.span_id();
        self.ids.set(ids);
        id
    }
}

/// This thread, unless it is about to end.
#[inline]
pub(super) fn with<R>(f: impl FnOnce(&Thread) -> R) -> Option<R> {
    THREAD.try_with(f).ok()
}

/// Draws ids.
#[inline]
pub(super) fn ids<R>(draw: impl Fn(&mut Generator) -> R) -> R {
    let drawn = with(|thread| {
        let mut ids = thread.ids.get();
        let drawn = draw(&mut ids);
        thread.ids.set(ids);
        drawn
    });
    drawn.unwrap_or_else(|| draw(&mut Generator::seeded()))
}

/// Counts what becomes of a span.
#[inline]
pub(super) fn count(change: impl Fn(&Counts)) {
    match Tally::here() {
        Some(counts) => change(counts),
        None => count_first(change),
    }
}

/// The same, where this thread has counted nothing yet, or is about to end.
#[cold]
fn count_first(change: impl Fn(&Counts)) {
    if with(|thread| change(thread.counts())).is_none() {
        Tally::without_thread(change);
    }
}

/// A free slot.
pub(super) fn slot() -> &'static Slot {
    with(Thread::slot).unwrap_or_else(slots::any)
}

/// Gives a slot back.
pub(super) fn free(slot: &'static Slot) {
    slot.release();
    if with(|thread| thread.free.put(slot)).is_none() {
        slots::put(slot);
    }
}

/// The limits of a provider; those that the specification has, if it is gone.
pub(super) fn limits(number: u32) -> &'static Limits {
    let here = with(|thread| thread.limits_of(number)).flatten();
    here.or_else(|| core::find(number).map(|core| core.settings.limits))
        .unwrap_or_else(Limits::usual)
}

/// A span of which no more is known than the words of its slot ended on this thread, wherever
/// it started.
#[inline]
pub(super) fn ended(slot: &'static Slot, moment: u64) {
    let written = with(|thread| {
        thread.counts().ended();
        let turn = thread.homes.write(slot.home(), |chunk| {
            chunk.write(slot.begun(), moment, slot.noted())
        });
        if matches!(turn, Some(Turn::Stay)) {
            slot.release();
            thread.free.put(slot);
        }
        turn
    });
    match written {
        Some(Some(Turn::Stay)) => {}
        Some(turn) => rarely(slot, turn, moment),
        None => {
            Tally::without_thread(Counts::ended);
            rarely(slot, None, moment);
        }
    }
}

#[cold]
#[inline(never)]
fn rarely(slot: &'static Slot, turn: Option<Turn>, moment: u64) {
    let number = slot.home();
    let line = Line::of(slot.begun(), moment);
    let (attributes, failure) = noted::all(slot.noted());
    free(slot);
    match turn {
        Some(Turn::Stay) => {}
        Some(Turn::After) => turn_over(number),
        Some(Turn::Before) | None => {
            if let Some(mut record) = line.record() {
                if let Some(failure) = failure {
                    let rare = record.rare.get_or_insert_default();
                    rare.fail(failure, limits(number));
                }
                let left = keep(number, turn, record, attributes);
                spare::keep(left);
            }
        }
    }
}

/// A span that was counted as ended goes to where this thread writes for its provider. Returns an
/// empty vector to use again.
pub(super) fn ended_told(number: u32, record: Record, attributes: Vec<KeyValue>) -> Vec<KeyValue> {
    keep(number, None, record, attributes)
}

fn keep(
    number: u32,
    mut turn: Option<Turn>,
    record: Record,
    mut attributes: Vec<KeyValue>,
) -> Vec<KeyValue> {
    let mut record = Some(record);
    // Twice: after it was attached to the provider, or has turned to another piece.
    for _ in 0..2 {
        if turn == Some(Turn::Before) {
            turn_over(number);
        }
        turn = with(|thread| {
            thread.homes.write(number, |chunk| {
                chunk.write_beside(&mut record, &mut attributes)
            })
        })
        .flatten();
        match turn {
            Some(Turn::Stay) => return attributes,
            Some(Turn::After) => {
                turn_over(number);
                return attributes;
            }
            Some(Turn::Before) => {}
            None => match core::find(number) {
                Some(core) if attach(&core) => {}
                Some(core) => {
                    core.collector.deliver_one(record, &mut attributes);
                    return attributes;
                }
                None => {
                    crate::provider::count::dropped(1);
                    return Vec::new();
                }
            },
        }
    }
    if record.is_some() {
        match core::find(number) {
            Some(core) => core.collector.deliver_one(record, &mut attributes),
            None => crate::provider::count::dropped(1),
        }
    }
    attributes.clear();
    attributes
}

/// The piece that this thread writes is full.
fn turn_over(number: u32) {
    // Handed over while nothing here is borrowed: who takes it may trace.
    if let Some((core, full)) = with(|thread| thread.homes.turn(number)).flatten() {
        core.collector.filled(full);
    }
}

/// Makes a provider the one that this thread looks at first.
pub(super) fn prepare(core: &Arc<Core>) {
    if with(|thread| thread.limits_of(core.settings.id).is_none()) == Some(true) {
        attach(core);
    }
}

/// Makes a provider the one that this thread writes for first; false if it takes no more, or
/// this thread is about to end.
fn attach(core: &Arc<Core>) -> bool {
    with(|thread| thread.homes.attach(core)) == Some(true)
}
