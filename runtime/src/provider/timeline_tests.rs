//! The timeline against simulated clocks, over days.

use super::Timeline;

const SECOND: u64 = 1_000_000_000;
const EPOCH: i64 = 1_800_000_000_000_000_000;

/// A small generator of its own, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % below
    }
}

/// A system clock whose rate wanders around that of the counter, as under NTP.
struct System {
    counter: u64,
    time: i64,
    /// Parts in a million.
    rate: i64,
}

impl System {
    fn advance(&mut self, by: u64, dice: &mut Dice) {
        self.counter += by;
        let by = i64::try_from(by).unwrap();
        self.time += by + by / 1_000_000 * self.rate;
        let change = i64::try_from(dice.roll(5)).unwrap() - 2;
        self.rate = (self.rate + change).clamp(-300, 300);
    }
}

#[test]
fn stays_within_a_millisecond_of_the_system_for_a_week_and_never_goes_back() {
    for seed in 0..8 {
        let mut dice = Dice(seed);
        let mut system = System {
            counter: 0,
            time: EPOCH,
            rate: 120,
        };
        let mut timeline = Timeline::new(0, EPOCH);
        let mut latest = EPOCH;
        while system.counter < 7 * 24 * 3_600 * SECOND {
            // Mostly busy, at times idle for minutes, with a comparison when work begins again.
            let pause = match dice.roll(100) {
                0 => 300 * SECOND,
                1..10 => dice.roll(30 * SECOND),
                _ => dice.roll(2 * SECOND),
            };
            let steps = pause / SECOND + 1;
            for _ in 0..steps {
                system.advance(pause / steps, &mut dice);
            }
            if timeline.is_due(system.counter) {
                timeline.compare(system.counter, system.time);
            }
            let told = timeline.time(system.counter);
            assert!(
                (told - system.time).abs() < 1_000_000,
                "{told} {}",
                system.time
            );
            assert!(told >= latest, "went back");
            latest = told;
        }
    }
}

#[test]
fn what_was_told_once_stays_so() {
    let mut timeline = Timeline::new(0, EPOCH);
    let told: Vec<i64> = (0..100)
        .map(|at| timeline.time(at * SECOND / 100))
        .collect();
    for second in 1..2_000 {
        timeline.compare(
            second * SECOND,
            EPOCH + i64::try_from(second * SECOND).unwrap() + 5_000,
        );
        timeline.time(second * SECOND + 7);
    }
    let again: Vec<i64> = (0..100)
        .map(|at| timeline.time(at * SECOND / 100))
        .collect();
    assert_eq!(told, again);
}

#[test]
fn a_clock_that_was_set_back_slows_time_and_does_not_turn_it() {
    let mut timeline = Timeline::new(0, EPOCH);
    let mut latest = timeline.time(SECOND);
    for second in 2..30_u64 {
        // Set back by ten seconds.
        let time = EPOCH + i64::try_from(second * SECOND).unwrap() - 10_000_000_000;
        timeline.compare(second * SECOND, time);
        let told = timeline.time(second * SECOND);
        assert!(told > latest);
        latest = told;
    }
    assert_eq!(latest, EPOCH + 19_000_000_000);
}

#[test]
fn a_clock_that_was_set_forward_is_followed_at_once() {
    let mut timeline = Timeline::new(0, EPOCH);
    timeline.time(SECOND);
    timeline.compare(2 * SECOND, EPOCH + 3_600_000_000_000);
    assert_eq!(timeline.time(2 * SECOND), EPOCH + 3_600_000_000_000);
}

#[test]
fn history_is_bounded() {
    let mut timeline = Timeline::new(0, EPOCH);
    for second in 1..20_000_u64 {
        timeline.time(second * SECOND - 1);
        timeline.compare(
            second * SECOND,
            EPOCH + i64::try_from(second * SECOND).unwrap(),
        );
    }
    assert!(timeline.moments.len() <= super::MOMENTS);
    // A span that has been open since the start: placed by what is left.
    assert_eq!(timeline.time(0), EPOCH);
}
