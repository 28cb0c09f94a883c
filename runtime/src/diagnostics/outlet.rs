//! Where diagnostics come out, how often, and their counts.

use super::{Kind, Place, capture};
use std::collections::HashSet;
use std::io::Write as _;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// How loud diagnostics are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Level {
    /// Counted, never said.
    Off = 0,
    /// Said as warnings.
    Warn = 1,
    /// Said as errors.
    Error = 2,
}

/// From which severity on this crate says anything at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Verbosity {
    /// Nothing.
    Off = 0,
    /// Errors: diagnostics are such at [`Level::Error`].
    Error = 1,
    /// Warnings, too.
    Warn = 2,
    /// And the line about what was set up.
    Info = 3,
}

static VERBOSITY: AtomicU8 = AtomicU8::new(Verbosity::Info as u8);
static LEVEL: AtomicU8 = AtomicU8::new(Level::Off as u8);
static COUNTS: [AtomicU64; Kind::ALL.len()] = [const { AtomicU64::new(0) }; Kind::ALL.len()];
static SAID: Mutex<Option<HashSet<(Kind, Place)>>> = Mutex::new(None);

/// Sets how loud diagnostics are, for the whole process.
pub fn enable(level: Level) {
    LEVEL.store(level as u8, Ordering::Relaxed);
}

/// Sets from which severity on anything is said, for the whole process.
pub fn limit(verbosity: Verbosity) {
    VERBOSITY.store(verbosity as u8, Ordering::Relaxed);
}

/// How often a kind of diagnostic occurred in this process, said or not.
pub fn count(kind: Kind) -> u64 {
    COUNTS[kind as usize].load(Ordering::Relaxed)
}

/// Reports a broken trace: what, where, and how to mend it.
///
/// `text` is a sentence without a final stop that names the fault and the mend; the
/// rule id is appended. Counted at every call, said once per kind and place.
pub fn report(kind: Kind, at: Place, text: impl FnOnce() -> String) {
    report_all(kind, 1, at, text);
}

/// As [`report`], for so many cases of the same fault at once.
pub(crate) fn report_all(kind: Kind, cases: u64, at: Place, text: impl FnOnce() -> String) {
    COUNTS[kind as usize].fetch_add(cases, Ordering::Relaxed);
    let level = LEVEL.load(Ordering::Relaxed);
    if level == Level::Off as u8 {
        return;
    }
    let first = SAID
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get_or_insert_default()
        .insert((kind, at));
    if first {
        emit(
            severity(level),
            Some(kind),
            &format!("{kind}: {} [{kind}]", text()),
        );
    }
}

/// Says a line about the state of telemetry itself (export, recovery, a setting that is odd).
pub fn say(text: &str) {
    let level = LEVEL.load(Ordering::Relaxed);
    if level != Level::Off as u8 {
        emit(severity(level), None, text);
    }
}

/// Says a line that asks for nothing: what was set up.
pub fn inform(text: &str) {
    if LEVEL.load(Ordering::Relaxed) != Level::Off as u8 {
        emit(Verbosity::Info, None, text);
    }
}

fn severity(level: u8) -> Verbosity {
    if level == Level::Error as u8 {
        Verbosity::Error
    } else {
        Verbosity::Warn
    }
}

fn emit(severity: Verbosity, kind: Option<Kind>, line: &str) {
    if capture::offer(kind, line) || severity as u8 > VERBOSITY.load(Ordering::Relaxed) {
        return;
    }
    // Asked before it is emitted: with a subscriber that filters us out (`RUST_LOG=my_app=debug`)
    // a broken trace would be silent, and that is the one thing it must not be.
    match severity {
        Verbosity::Off => return,
        Verbosity::Error if tracing::enabled!(target: "traced", tracing::Level::ERROR) => {
            tracing::error!(target: "traced", "{line}");
            return;
        }
        Verbosity::Warn if tracing::enabled!(target: "traced", tracing::Level::WARN) => {
            tracing::warn!(target: "traced", "{line}");
            return;
        }
        // A subscriber that wants no such lines is obeyed: they name no fault.
        Verbosity::Info if tracing::dispatcher::has_been_set() => {
            tracing::info!(target: "traced", "{line}");
            return;
        }
        _ => {}
    }
    // A closed stderr is not worth a panic.
    let _ = writeln!(std::io::stderr().lock(), "traced: {line}");
}
