//! What a thread has computed, or else the time on the wall.

use std::time::{Duration, Instant};

/// A point in time, by the thread's clock or else by the wall's.
pub enum Clock {
    Thread(Duration),
    Wall(Instant),
}

impl Clock {
    pub fn now() -> Self {
        Self::thread().map_or_else(|| Self::Wall(Instant::now()), Self::Thread)
    }

    pub fn elapsed(&self) -> Duration {
        match self {
            Self::Thread(start) => Self::thread().unwrap_or_default().saturating_sub(*start),
            Self::Wall(start) => start.elapsed(),
        }
    }

    fn thread() -> Option<Duration> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanos = text.split_whitespace().next()?.parse().ok()?;
        (nanos > 0).then(|| Duration::from_nanos(nanos))
    }
}
