//! Durations as a person says them: three digits and a unit.

use std::time::Duration;

const NANOSECOND: u128 = 1;
const MICROSECOND: u128 = 1_000;
const MILLISECOND: u128 = 1_000_000;
const SECOND: u128 = 1_000_000_000;

/// No result of [`humane`] is wider than this, short of a thousand years.
pub(super) const WIDEST: usize = 7;

/// `850 ns`, `12.3 µs`, `152 ms`, `1.52 s`, `2m 05s`, `3h 07m`, `12d 01h`.
pub(super) fn humane(duration: Duration) -> String {
    let nanoseconds = duration.as_nanos();
    if nanoseconds == 0 {
        return "0 s".to_owned();
    }
    if nanoseconds < MICROSECOND {
        return format!("{} ns", nanoseconds / NANOSECOND);
    }
    scaled(nanoseconds, MICROSECOND, 1_000, "µs")
        .or_else(|| scaled(nanoseconds, MILLISECOND, 1_000, "ms"))
        .or_else(|| scaled(nanoseconds, SECOND, 60, "s"))
        .unwrap_or_else(|| long((nanoseconds + SECOND / 2) / SECOND))
}

/// Three significant digits in `unit`, or nothing if the rounded value reaches `limit`.
fn scaled(nanoseconds: u128, unit: u128, limit: u128, name: &str) -> Option<String> {
    let rounded = |parts: u128| (nanoseconds * parts + unit / 2) / unit;
    let (hundredths, tenths, whole) = (rounded(100), rounded(10), rounded(1));
    if hundredths < 1_000 {
        Some(format!(
            "{}.{:02} {name}",
            hundredths / 100,
            hundredths % 100
        ))
    } else if tenths < 1_000.min(limit * 10) {
        Some(format!("{}.{} {name}", tenths / 10, tenths % 10))
    } else if whole < limit {
        Some(format!("{whole} {name}"))
    } else {
        None
    }
}

fn long(seconds: u128) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    if minutes < 60 {
        format!("{minutes}m {:02}s", seconds % 60)
    } else if hours < 100 {
        format!("{hours}h {:02}m", minutes % 60)
    } else if days < 1_000 {
        format!("{days}d {:02}h", hours % 24)
    } else {
        format!("{days}d")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_and_a_unit() {
        for (nanoseconds, text) in [
            (0, "0 s"),
            (1, "1 ns"),
            (999, "999 ns"),
            (1_000, "1.00 µs"),
            (9_994, "9.99 µs"),
            (9_996, "10.0 µs"),
            (99_960, "100 µs"),
            (999_499, "999 µs"),
            (999_500, "1.00 ms"),
            (12_345_678, "12.3 ms"),
            (152_000_000, "152 ms"),
            (999_600_000, "1.00 s"),
            (59_940_000_000, "59.9 s"),
            (59_960_000_000, "1m 00s"),
            (125_000_000_000, "2m 05s"),
            (3_599_600_000_000, "1h 00m"),
            (11_220_000_000_000, "3h 07m"),
            (400_000_000_000_000, "4d 15h"),
        ] {
            assert_eq!(humane(Duration::from_nanos(nanoseconds)), text);
        }
    }

    #[test]
    fn no_duration_breaks_the_column_or_overflows() {
        assert!(
            crate::export::console::text::width(&humane(Duration::from_secs(86_400 * 365 * 999)))
                <= WIDEST
        );
        assert!(!humane(Duration::MAX).is_empty());
    }
}
