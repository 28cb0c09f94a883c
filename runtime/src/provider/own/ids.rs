//! Random ids: one generator for each thread, seeded by the operating system.

use opentelemetry::{SpanId, TraceId};
use std::hash::{BuildHasher as _, RandomState};

/// The generator xoshiro256++ of Blackman and Vigna: ids need to be evenly spread and
/// cheap, not secret.
#[derive(Clone, Copy, Debug)]
pub(super) struct Generator([u64; 4]);

impl Generator {
    /// `RandomState` takes its keys from the operating system, new ones for each thread,
    /// and works in thread-local destructors, too.
    pub(super) fn seeded() -> Self {
        let seed = RandomState::new();
        Self([0_u64, 1, 2, 3].map(|word| seed.hash_one(word)))
    }

    fn next(&mut self) -> u64 {
        let Self(state) = self;
        let result = state[0]
            .wrapping_add(state[3])
            .rotate_left(23)
            .wrapping_add(state[0]);
        let shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = state[3].rotate_left(45);
        result
    }

    /// Never the invalid id.
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
