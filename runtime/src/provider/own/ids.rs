//! Random ids: one generator for each thread, seeded by the operating system.

use opentelemetry::{SpanId, TraceId};
use std::hash::{BuildHasher as _, RandomState};

/// The generator `SplitMix64` of Steele, Lea and Flood ("Fast Splittable Pseudorandom Number
/// Generators", 2014): ids need to be evenly spread and cheap, not secret. It repeats nothing
/// before it was asked 2^64 times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Generator {
    state: u64,
    /// Odd, and another one for each thread: none walks through the states of another.
    step: u64,
}

impl Generator {
    /// `RandomState` takes its keys from the operating system, new ones for each thread,
    /// and works in thread-local destructors, too.
    pub(super) fn seeded() -> Self {
        let seed = RandomState::new();
        Self {
            state: seed.hash_one(0),
            step: seed.hash_one(1) | 1,
        }
    }

    #[inline]
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(self.step);
        let mut mixed = self.state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// Never the invalid id.
    #[inline]
    pub(super) fn span_id(&mut self) -> SpanId {
        loop {
            let id = self.next();
            if id != 0 {
                return SpanId::from(id);
            }
        }
    }

    /// Never the invalid id; all of its bits are random, which is what the flag `random`
    /// of W3C's trace context says.
    pub(super) fn trace_id(&mut self) -> TraceId {
        loop {
            let id = u128::from(self.next()) << 64 | u128::from(self.next());
            if id != 0 {
                return TraceId::from(id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Generator;
    use std::collections::HashSet;

    #[test]
    fn threads_do_not_share_a_sequence() {
        let draw = || {
            std::thread::spawn(|| {
                let mut ids = Generator::seeded();
                (0..1_000).map(|_| ids.span_id()).collect::<Vec<_>>()
            })
        };
        let threads: Vec<_> = (0..8).map(|_| draw()).collect();
        let all: Vec<_> = threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("no panic"))
            .collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 8_000);
    }

    #[test]
    fn every_bit_of_a_trace_id_is_random() {
        let mut ids = Generator::seeded();
        let (mut ones, mut zeros) = (0_u128, 0_u128);
        for _ in 0..256 {
            let id = u128::from_be_bytes(ids.trace_id().to_bytes());
            ones |= id;
            zeros |= !id;
        }
        // A bit that never changed in 256 draws is no coincidence.
        assert_eq!((ones, zeros), (u128::MAX, u128::MAX));
    }
}
