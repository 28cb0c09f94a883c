//! When a span starts and ends: the processor's counter, which is read in a few
//! nanoseconds and never goes back, told as time of day when the span is exported.

use super::timeline::Timeline;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

static CLOCK: OnceLock<Clock> = OnceLock::new();

struct Clock {
    counter: quanta::Clock,
    origin: u64,
    timeline: Mutex<Timeline>,
}

/// Calibrates the counter, once: a few milliseconds where the processor does not tell its
/// frequency. A set-up does this, so that no span has to.
pub(super) fn start() {
    clock();
}

fn clock() -> &'static Clock {
    CLOCK.get_or_init(|| {
        let counter = quanta::Clock::new();
        let origin = counter.raw();
        Clock {
            timeline: Mutex::new(Timeline::new(0, time_of_day())),
            counter,
            origin,
        }
    })
}

/// Now, in units of the counter.
#[inline]
pub(super) fn now() -> u64 {
    clock().counter.raw()
}

/// The time of day of a moment that [`now`] told.
pub(super) fn time(raw: u64) -> SystemTime {
    let clock = clock();
    let since = |raw| clock.counter.delta_as_nanos(clock.origin, raw);
    let mut timeline = clock
        .timeline
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    // Often enough, and always before a moment is told that is later than the comparison.
    if timeline.is_due(since(raw)) {
        let before = since(clock.counter.raw());
        let told = time_of_day();
        let after = since(clock.counter.raw());
        timeline.compare(before + after.saturating_sub(before) / 2, told);
    }
    let told = timeline.time(since(raw));
    drop(timeline);
    SystemTime::UNIX_EPOCH + Duration::from_nanos(u64::try_from(told).unwrap_or(0))
}

/// Nanoseconds since the epoch, as the system has it.
fn time_of_day() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_nanos()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{now, start, time};
    use std::time::{Duration, SystemTime};

    #[test]
    fn tells_the_time_of_day() {
        start();
        let before = SystemTime::now();
        let told = time(now());
        let after = SystemTime::now();
        let tolerance = Duration::from_millis(1);
        assert!(told + tolerance >= before && told <= after + tolerance);
    }

    #[test]
    fn never_goes_back() {
        let moments: Vec<u64> = (0..10_000).map(|_| now()).collect();
        let told: Vec<SystemTime> = moments.iter().map(|raw| time(*raw)).collect();
        assert!(told.is_sorted());
    }
}
