//! From a counter that never goes back to the time of day, by what both said at the same
//! moments. Pure; [`clock`](super::clock) brings the counter and the time of day.

use std::collections::VecDeque;

/// Moments kept. At two for each second of work they last for half an hour; a span that
/// was open for longer has its start placed by the oldest that is left.
const MOMENTS: usize = 4_096;

/// How often the two clocks are compared, in nanoseconds of the counter: no oscillator
/// drifts by a millisecond in so short a time.
const INTERVAL: u64 = 1_000_000_000;

/// One moment on both clocks, in nanoseconds.
#[derive(Clone, Copy, Debug)]
struct Moment {
    counter: u64,
    time: i64,
}

/// A mapping that is extended but never changed where it was used: equal moments stay
/// equal, and later ones later, in whatever order they are asked for.
///
/// Between two comparisons it is a straight line, so it is off by no more than what a
/// clock drifts from a constant rate in between. Where the system's clock was set back,
/// time goes on at half its rate until the two agree.
#[derive(Debug)]
pub(super) struct Timeline {
    moments: VecDeque<Moment>,
    compared: u64,
    /// The latest moment that was asked for: up to here nothing may change.
    used: u64,
}

impl Timeline {
    /// Begins at a moment that both clocks told.
    pub(super) fn new(counter: u64, time: i64) -> Self {
        Self {
            moments: VecDeque::from([Moment { counter, time }]),
            compared: counter,
            used: counter,
        }
    }

    /// Whether it is time to compare the clocks again.
    pub(super) fn is_due(&self, counter: u64) -> bool {
        counter.saturating_sub(self.compared) >= INTERVAL
    }

    /// Both clocks tell a moment, later than all that was asked for.
    pub(super) fn compare(&mut self, counter: u64, time: i64) {
        if counter <= self.compared {
            return;
        }
        self.compared = counter;
        let last = self.last();
        if self.used > last.counter {
            let time = self.time_at(self.used);
            self.push(Moment {
                counter: self.used,
                time,
            });
        }
        let last = self.last();
        if counter > last.counter {
            let slowest = last.time.saturating_add(signed(counter - last.counter) / 2);
            self.push(Moment {
                counter,
                time: time.max(slowest),
            });
        }
    }

    /// The time of day of a moment, in nanoseconds since the epoch.
    pub(super) fn time(&mut self, counter: u64) -> i64 {
        self.used = self.used.max(counter);
        self.time_at(counter)
    }

    fn time_at(&self, counter: u64) -> i64 {
        let after = self
            .moments
            .partition_point(|moment| moment.counter <= counter);
        let base = self.moments[after.saturating_sub(1)];
        // The line through the two moments around, or through the nearest two.
        let (from, to) = match (after.checked_sub(1), self.moments.len()) {
            (_, 1) => return shifted(base, counter, 1, 1),
            (None, _) => (self.moments[0], self.moments[1]),
            // After the last comparison both clocks are held to run alike: the last line
            // may have been bent by a clock that was set.
            (Some(at), len) if at + 1 == len => return shifted(base, counter, 1, 1),
            (Some(at), _) => (self.moments[at], self.moments[at + 1]),
        };
        shifted(
            base,
            counter,
            to.time - from.time,
            signed(to.counter - from.counter),
        )
    }

    fn push(&mut self, moment: Moment) {
        if self.moments.len() == MOMENTS {
            self.moments.pop_front();
        }
        self.moments.push_back(moment);
    }

    fn last(&self) -> Moment {
        self.moments[self.moments.len() - 1]
    }
}

/// `base`, moved to `counter` along a line that rises by `time` in `run`.
fn shifted(base: Moment, counter: u64, time: i64, run: i64) -> i64 {
    let distance = i128::from(counter) - i128::from(base.counter);
    let rise = (distance * i128::from(time)).div_euclid(i128::from(run.max(1)));
    i64::try_from(i128::from(base.time) + rise).unwrap_or(i64::MAX)
}

fn signed(counter: u64) -> i64 {
    i64::try_from(counter).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
