//! The names of spans that come again and again, each kept once.
//!
//! A name is made of a route or a method, of which a process has few; its spans are many, and each would have a copy of
//! its own. What is kept is kept for as long as the process lives, so there is an end to it: what finds no place is
//! copied. To look takes no lock, and writes nothing that threads share.

use std::sync::OnceLock;

/// So many names are kept.
const PLACES: usize = 1 << 10;
/// So many places are tried for one.
const TRIED: usize = 4;
/// A name is at most so long.
const LONGEST: usize = 256;

static NAMES: Names = Names::new();

struct Names([Place; PLACES]);

type Place = OnceLock<&'static str>;

/// A name of one or two words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'a> {
    /// May be empty: then there is only the other.
    pub(super) first: &'a str,
    pub(super) last: &'a str,
}

impl Name<'_> {
    /// The name, if it is kept.
    pub(super) fn find(self) -> Option<&'static str> {
        NAMES.find(self)
    }

    /// The name, which is kept from now on if there is a place for it.
    ///
    /// Only for what the application wrote: what comes from outside could take all places.
    pub(super) fn keep(self) -> Option<&'static str> {
        NAMES.find(self).or_else(|| NAMES.add(self))
    }

    /// A copy.
    pub(super) fn to_text(self) -> String {
        let mut text = String::with_capacity(self.len());
        text.push_str(self.first);
        if !self.first.is_empty() {
            text.push(' ');
        }
        text.push_str(self.last);
        text
    }

    fn len(self) -> usize {
        let space = usize::from(!self.first.is_empty());
        self.first.len() + space + self.last.len()
    }

    fn is(self, kept: &str) -> bool {
        let rest = kept.strip_prefix(self.first);
        let rest = rest.and_then(|rest| match self.first {
            "" => Some(rest),
            _ => rest.strip_prefix(' '),
        });
        rest == Some(self.last)
    }

    /// By eight bytes at a time, the last of which may be looked at twice: nobody has to be kept from choosing names that
    /// meet.
    fn hash(self) -> usize {
        let last = self.last.as_bytes();
        let seed = self.first.len() << 8 | usize::from(self.first.bytes().next().unwrap_or(0));
        let mut hash = mix(last.len() as u64, seed as u64);
        match last.last_chunk::<8>() {
            Some(end) => {
                for eight in last.chunks_exact(8) {
                    hash = mix(hash, u64::from_ne_bytes(eight.try_into().unwrap_or(*end)));
                }
                hash = mix(hash, u64::from_ne_bytes(*end));
            }
            None => {
                for byte in last {
                    hash = mix(hash, u64::from(*byte));
                }
            }
        }
        usize::try_from(hash >> 48).unwrap_or_default()
    }
}

impl Names {
    #[allow(
        clippy::large_stack_arrays,
        reason = "made by the compiler, for a static"
    )]
    const fn new() -> Self {
        Self([const { Place::new() }; PLACES])
    }

    fn find(&self, name: Name<'_>) -> Option<&'static str> {
        let mut kept = self.places(name).map_while(|place| place.get().copied());
        kept.find(|kept| name.is(kept))
    }

    #[cold]
    fn add(&self, name: Name<'_>) -> Option<&'static str> {
        let place = self.places(name).find(|place| place.get().is_none())?;
        if name.len() > LONGEST {
            return None;
        }
        let text: &'static str = name.to_text().leak();
        // Where another thread was faster, this one's is used once, and the next call looks again.
        let _ = place.set(text);
        Some(text)
    }

    fn places(&self, name: Name<'_>) -> impl Iterator<Item = &Place> {
        let first = name.hash();
        (0..TRIED).map(move |n| &self.0[(first + n) % PLACES])
    }
}

fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Name, Names, PLACES};

    fn keep(names: &Names, name: Name<'_>) -> Option<&'static str> {
        names.find(name).or_else(|| names.add(name))
    }

    #[test]
    fn a_name_is_kept_once() {
        let names = Box::new(Names::new());
        let name = Name {
            first: "GET",
            last: "/orders/{id}",
        };
        assert_eq!(names.find(name), None);
        let kept = keep(&names, name).expect("a place");
        assert_eq!(kept, "GET /orders/{id}");
        assert_eq!(kept, name.to_text());
        let again = names.find(name).expect("it is there");
        assert!(std::ptr::eq(kept, again));
    }

    #[test]
    fn names_that_look_alike_are_told_apart() {
        let names = Box::new(Names::new());
        let alike = [
            ("", "GET /orders"),
            ("GET", "/orders"),
            ("GE", "T /orders"),
            ("", "GETx/orders"),
            ("PUT", "/orders"),
            ("GET", "/orders/"),
        ];
        let alike = alike.map(|(first, last)| Name { first, last });
        for name in alike {
            keep(&names, name).expect("a place");
        }
        for name in alike {
            assert_eq!(names.find(name), Some(name.to_text().as_str()));
        }
        assert!(!alike[1].is("GETx/orders"));
    }

    #[test]
    fn there_is_an_end_to_what_is_kept() {
        let names = Box::new(Names::new());
        let last = &*"x".repeat(LONGEST + 1);
        assert_eq!(keep(&names, Name { first: "", last }), None);
        let first = "GET";
        let paths: Vec<String> = (0..8 * PLACES).map(|n| format!("/orders/{n}")).collect();
        let kept = paths
            .iter()
            .filter(|last| keep(&names, Name { first, last }).is_some());
        assert_eq!(kept.count(), PLACES);
    }
}
