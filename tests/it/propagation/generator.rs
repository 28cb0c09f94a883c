//! Hostile headers from a fixed seed: valid fields, and what becomes of them when bytes
//! are flipped, cut, repeated, blown up and mixed.

/// The fields that any of the formats reads, with a valid value each.
const SEEDS: [(&str, &str); 12] = [
    (
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ),
    (
        "traceparent",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03-more",
    ),
    (
        "tracestate",
        "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE,a@b@c=1",
    ),
    ("baggage", "user=%C3%84nne;p=1;q, tier = gold ,x=1%202"),
    (
        "b3",
        "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-d-05e3ac9a4f6e3b90",
    ),
    ("x-b3-traceid", "80f198ee56343ba864fe8b2a57d3eff7"),
    ("x-b3-spanid", "e457b5a2e4d86bd1"),
    ("x-b3-sampled", "1"),
    ("x-b3-flags", "1"),
    ("uber-trace-id", "64fe8b2a57d3eff7:d1:0:1"),
    ("uberctx-user", "%C3%84nne+M."),
    ("uberctx-tier", "gold"),
];

/// Bytes that mean something in one of the formats, or nothing in any.
const BYTES: &[u8] = b"-:=,;@%+ \t0fFgz_\"\\.\0\r\n\x7f\x80\xc3\xff";

/// Pseudo-random numbers: splitmix64.
#[derive(Debug)]
pub(super) struct Generator(u64);

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^= number >> 31;
        usize::try_from(number % bound as u64).expect("below a usize")
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn byte(&mut self) -> u8 {
        BYTES[self.below(BYTES.len())]
    }

    /// One request's fields.
    pub(super) fn fields(&mut self) -> Vec<(String, Vec<u8>)> {
        let mut fields = Vec::new();
        for (name, value) in SEEDS {
            if self.one_in(3) {
                continue;
            }
            let repeats = if self.one_in(12) { 2 } else { 1 };
            for _ in 0..repeats {
                let mut value = value.as_bytes().to_vec();
                for _ in 0..self.below(3) {
                    self.mutate(&mut value);
                }
                fields.push((self.name(name), value));
            }
        }
        fields
    }

    fn name(&mut self, name: &str) -> String {
        if self.one_in(10) {
            name.to_ascii_uppercase()
        } else {
            name.to_owned()
        }
    }

    fn mutate(&mut self, value: &mut Vec<u8>) {
        let at = self.below(value.len() + 1);
        let byte = self.byte();
        match self.below(8) {
            0 => value.insert(at, byte),
            1 => value.truncate(at),
            2 => value.extend_from_within(at..),
            3 => value[at..].iter_mut().for_each(|byte| *byte = b'0'),
            4 if self.one_in(50) => value.extend(std::iter::repeat_n(byte, 9_000)),
            4 if self.one_in(10) => {
                for n in 0..70 {
                    value.extend_from_slice(format!(",k{n}=v").as_bytes());
                }
            }
            5 if at < value.len() => drop(value.remove(at)),
            6 => value.rotate_left(at),
            _ if at < value.len() => value[at] = byte,
            _ => value.push(byte),
        }
    }
}
