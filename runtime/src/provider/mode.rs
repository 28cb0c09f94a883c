//! What a site has to know before anything else: whether there is anybody to trace for.
//!
//! One word that hardly ever changes, so that every thread has it in its cache.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

static WORD: AtomicU64 = AtomicU64::new(NOTHING);
/// Switched off by a set-up.
static DISABLED: AtomicBool = AtomicBool::new(false);
/// Whether a [`Provider`](super::Provider) was ever made: some context may carry it.
static CARRIED: AtomicBool = AtomicBool::new(false);
/// Whether OpenTelemetry's global provider was found to make spans.
static GLOBAL: AtomicBool = AtomicBool::new(false);

const KIND: u64 = 0b11;
/// Nothing is installed.
const NOTHING: u64 = 0;
/// Nothing is traced, and nobody can have asked for it in a context.
const OFF: u64 = 1;
/// A provider is installed that is not ours.
const OTHER: u64 = 2;
/// Ours is installed.
const OWN: u64 = 3;

/// Whether the children of a span are sampled that is not sampled, and of one that is.
const SAMPLING: u32 = 2;
/// Spans of ours need a closer look: a sampler has to be asked, a scope is switched off, or a limit
/// is unusual.
const CLOSE: u64 = 1 << 4;
const NUMBER: u32 = 32;

/// How children are sampled, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a provider of ours samples")
)]
pub(super) enum Children {
    Ask,
    On,
    Off,
    AsParent,
}

/// What is installed, at one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode(u64);

#[inline]
pub(super) fn now() -> Mode {
    Mode(WORD.load(Ordering::Relaxed))
}

impl Mode {
    /// True if a provider of ours is installed.
    #[inline]
    pub(super) fn is_own(self) -> bool {
        self.0 & KIND == OWN
    }

    /// True if nothing is.
    #[inline]
    pub(super) fn is_nothing(self) -> bool {
        self.0 & KIND == NOTHING
    }
}

#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a provider of ours is asked")
)]
impl Mode {
    /// The number of the installed provider.
    #[inline]
    pub(super) fn number(self) -> u32 {
        (self.0 >> NUMBER) as u32
    }

    /// Whether a child of such a parent is sampled. It must not need a closer look.
    #[inline]
    pub(super) fn samples(self, parent: bool) -> bool {
        self.0 >> SAMPLING >> u32::from(parent) & 1 == 1
    }

    /// True if its spans need a closer look.
    #[inline]
    pub(super) fn is_close(self) -> bool {
        self.0 & CLOSE != 0
    }

    /// What installing a provider of ours means.
    pub(super) fn own(number: u32, children: Children, close: bool) -> Self {
        let close = close || children == Children::Ask;
        let children = match children {
            Children::Ask | Children::Off => 0b00,
            Children::On => 0b11,
            Children::AsParent => 0b10,
        };
        let close = if close { CLOSE } else { 0 };
        Self(OWN | children << SAMPLING | close | u64::from(number) << NUMBER)
    }

    /// What installing some other provider means.
    pub(super) fn other() -> Self {
        Self(OTHER)
    }
}

/// True if nothing is to be traced, wherever this is asked.
#[inline]
pub(crate) fn is_off() -> bool {
    WORD.load(Ordering::Relaxed) & KIND == OFF
}

/// True if a set-up said that nothing is to be traced.
pub(super) fn is_disabled() -> bool {
    DISABLED.load(Ordering::Relaxed)
}

/// Somebody made a provider, which contexts may carry from now on.
pub(super) fn carried() {
    CARRIED.store(true, Ordering::SeqCst);
    let _ = WORD.compare_exchange(OFF, NOTHING, Ordering::SeqCst, Ordering::SeqCst);
}

/// A provider was installed.
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a set-up installs")
)]
pub(super) fn install(mode: Mode) {
    DISABLED.store(false, Ordering::SeqCst);
    WORD.store(mode.0, Ordering::SeqCst);
}

/// The installed provider of ours says anew how it is to be looked at.
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a set-up installs")
)]
pub(super) fn update(mode: Mode) {
    let same = |known: u64| {
        (Mode(known).is_own() && Mode(known).number() == mode.number()).then_some(mode.0)
    };
    let _ = WORD.fetch_update(Ordering::SeqCst, Ordering::SeqCst, same);
}

/// A set-up said that nothing is to be traced.
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a set-up installs")
)]
pub(super) fn disable() {
    DISABLED.store(true, Ordering::SeqCst);
    WORD.store(OFF, Ordering::SeqCst);
    if CARRIED.load(Ordering::SeqCst) {
        carried();
    }
}

/// Whether the global provider made a span when it was last asked.
pub(super) fn global_is_real() -> bool {
    GLOBAL.load(Ordering::Relaxed)
}

pub(super) fn found_global(real: bool) {
    if global_is_real() != real {
        GLOBAL.store(real, Ordering::Relaxed);
    }
}
