//! The processor time of the programs that were run, so that other work on the machine does not count.

use std::sync::OnceLock;
use std::time::Instant;

/// Where Linux keeps, in ticks of 10 ms, what finished children used: the 16th and 17th field.
const STAT: &str = "/proc/self/stat";

/// Seconds since some moment, which stays the same. Elsewhere than on Linux it is the time of day.
pub(crate) fn now() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    children().unwrap_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64())
}

fn children() -> Option<f64> {
    let stat = std::fs::read_to_string(STAT).ok()?;
    // The second field is a name in parentheses, and may hold spaces.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(13).map(str::parse::<u32>);
    let (user, system) = (ticks.next()?.ok()?, ticks.next()?.ok()?);
    Some(f64::from(user + system) / 100.0)
}
