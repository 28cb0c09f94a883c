//! When the thread fetches what other threads have written: all of it by the clock, and full
//! batches as they come. Pure state; the queue has it under its lock.

use std::time::{Duration, Instant};

use super::settings::{Settings, WhenFull};

/// How often the thread looks for full batches while they come one after the other.
const LINGER: Duration = Duration::from_millis(10);

/// How often all that threads have written is fetched: as often as a span may wait, but not
/// without a pause where that is no time at all.
fn interval(settings: &Settings) -> Duration {
    settings.schedule_delay.max(LINGER)
}

#[derive(Debug, Default)]
pub(super) struct Fetch {
    /// When all of it must be fetched, if there is a provider.
    all: Option<Instant>,
    /// When full batches are looked for. Set while they come.
    full: Option<Instant>,
    /// Whether the thread was woken to look for them before that.
    is_urged: bool,
    /// Whether there was one since the last look.
    is_filled: bool,
}

/// Whether full batches are fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fetching {
    /// Not by the thread: by whoever asks.
    Never,
    /// The thread has to be woken for it.
    WhenWoken,
    /// The thread will do so by itself.
    Soon,
}

/// What came of a fetch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fetched {
    /// All that threads have written was to be fetched.
    pub(super) all: bool,
    /// It was; otherwise somebody else did so just then.
    pub(super) done: bool,
    /// There is no provider any more to fetch from.
    pub(super) ended: bool,
}

impl Fetch {
    /// There is something to fetch, from now on: within the time that a span may wait.
    pub(super) fn begin(&mut self, settings: &Settings) {
        if self.all.is_none() {
            self.all = Instant::now().checked_add(interval(settings));
        }
    }

    /// A thread has filled a batch, so that `full` spans wait to be fetched. While batches come one
    /// after the other the thread looks for them by itself: to wake it for each would cost the
    /// application a system call.
    pub(super) fn filled(&mut self, full: usize, settings: &Settings) -> Fetching {
        let most = settings.max_queue_size / 8;
        let waits = matches!(settings.when_full, WhenFull::Block(_));
        // Who fills more than that brings it by itself, and is told if there is no room.
        if full > most || waits {
            return Fetching::Never;
        }
        self.is_filled = true;
        let is_awake = self.full.is_some();
        let is_urgent = full > most / 2 && !self.is_urged;
        if is_awake && !is_urgent {
            return Fetching::Soon;
        }
        self.is_urged = is_awake;
        self.full = Some(Instant::now());
        Fetching::WhenWoken
    }

    /// Whether all of it is to be fetched now; `Some(false)` says that full batches are.
    pub(super) fn is_due(&self, now: Instant) -> Option<bool> {
        let is_due = |due: Option<Instant>| due.is_some_and(|due| due <= now);
        if is_due(self.all) {
            return Some(true);
        }
        is_due(self.full).then_some(false)
    }

    /// When it is, at the latest.
    pub(super) fn due(&self) -> Option<Instant> {
        [self.all, self.full].into_iter().flatten().min()
    }

    pub(super) fn fetched(&mut self, now: Instant, fetched: Fetched, settings: &Settings) {
        let Fetched { all, done, ended } = fetched;
        let again = now.checked_add(LINGER);
        self.is_urged = false;
        self.full = again.filter(|_| self.is_filled || !done);
        self.is_filled = false;
        if all {
            let next = if done {
                now.checked_add(interval(settings))
            } else {
                again
            };
            self.all = next.filter(|_| !ended);
        }
    }
}
