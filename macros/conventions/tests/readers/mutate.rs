//! Inputs that are nearly right, the same ones in every run.

/// What the formats are made of, so that a mutation now and then means something.
const WORDS: &[&str] = &[
    ": ",
    "\n",
    "- ",
    "  ",
    "\t",
    "{",
    "}",
    "[",
    "]",
    ",",
    "#",
    "&a ",
    "*a",
    "!!str ",
    "'",
    "\"",
    "|\n",
    ">\n",
    "---\n",
    "...\n",
    "? ",
    "~",
    "\r\n",
    "\u{feff}",
    "\0",
    "ö",
    "1e999",
    "0x",
    "-1",
    "true",
    "groups",
    "id",
    "ref",
    "ref_group",
    "extends",
    "type",
    "members",
    "attributes",
    "span",
    "spans",
    "definition/2",
    "annotations",
    "traced",
    "name",
    "deprecated",
    "renamed",
    "[names]\n",
    "[levels]\n",
    " = ",
    "[[",
    "]]",
    "\"\"\"",
    ".",
];

/// The longest input; what grows beyond it is cut.
const MOST: usize = 16 << 10;

pub(crate) struct Mutator {
    state: u64,
    seeds: &'static [&'static str],
    current: Vec<u8>,
}

impl Mutator {
    pub(crate) fn new(state: u64, seeds: &'static [&'static str]) -> Self {
        Mutator {
            state,
            seeds,
            current: Vec::new(),
        }
    }

    /// The next input: a seed, or the one before, with a few changes.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        if self.current.is_empty() || self.below(4) != 0 {
            self.current = self.seeds[self.below(self.seeds.len())].into();
        }
        for _ in 0..=self.below(4) {
            self.change();
        }
        self.current.truncate(MOST);
        self.current.clone()
    }

    fn change(&mut self) {
        let (from, to) = self.range();
        match self.below(6) {
            0 => drop(self.current.drain(from..to)),
            1 => {
                let part = self.current[from..to].to_vec();
                let at = self.at();
                self.current.splice(at..at, part);
            }
            2 => {
                let word = WORDS[self.below(WORDS.len())];
                self.current.splice(from..from, word.bytes());
            }
            3 => {
                let word = WORDS[self.below(WORDS.len())];
                self.current.splice(from..to, word.bytes());
            }
            4 => {
                let at = self.at();
                let bit = 1 << self.below(8);
                if let Some(byte) = self.current.get_mut(at) {
                    *byte ^= bit;
                }
            }
            _ => {
                let other = self.seeds[self.below(self.seeds.len())].as_bytes();
                let start = self.below(other.len());
                let end = (start + self.below(80)).min(other.len());
                self.current
                    .splice(from..to, other[start..end].iter().copied());
            }
        }
    }

    /// A short part of the input; now and then one or more whole lines.
    fn range(&mut self) -> (usize, usize) {
        let at = self.at();
        if self.below(3) != 0 {
            let end = (at + self.below(40)).min(self.current.len());
            return (at, end);
        }
        let before = self.current[..at].iter().rposition(|byte| *byte == b'\n');
        let after = self.current[at..].iter().position(|byte| *byte == b'\n');
        let start = before.map_or(0, |newline| newline + 1);
        (
            start,
            after.map_or(self.current.len(), |newline| at + newline + 1),
        )
    }

    fn at(&mut self) -> usize {
        self.below(self.current.len() + 1)
    }

    /// A number below `most`, by xorshift.
    fn below(&mut self, most: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let most = most.max(1) as u64;
        usize::try_from(self.state % most).unwrap_or(0)
    }
}
