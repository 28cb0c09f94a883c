//! Texts of the source by number, keys of attributes and what errors are called: a word of a log has
//! room for a number, and not for a reference.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// All that have a number, in its order: as many as such texts stand in the program.
static NUMBERED: RwLock<Vec<&'static str>> = RwLock::new(Vec::new());
static NUMBERS: RwLock<Option<HashMap<&'static str, u32>>> = RwLock::new(None);

/// What was looked up, to be found again without a lock. A place is taken once and for ever.
static KNOWN: [Known; PLACES] = [const { Known::new() }; PLACES];
const PLACES: usize = 4096;
/// Places that are looked at for a key.
const TRIES: usize = 4;

#[derive(Debug)]
struct Known {
    /// Where the key stands, and its length; 0 while nobody has the place.
    tag: AtomicU64,
    number: AtomicU32,
}

/// The tag of a place that somebody takes just now.
const TAKEN: u64 = 1;

impl Known {
    const fn new() -> Self {
        Self {
            tag: AtomicU64::new(0),
            number: AtomicU32::new(0),
        }
    }
}

/// An address and a length that make up a key, and where to look for it.
#[inline]
fn tag(key: &'static str) -> Option<(u64, usize)> {
    let address = key.as_ptr().addr();
    let length = u16::try_from(key.len()).ok()?;
    // Half of the addresses belong to the operating system.
    let tag = (address as u64) << 16 | u64::from(length);
    // Keys stand side by side: a multiplication spreads them (Fibonacci hashing).
    let spread = tag.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACES.ilog2());
    Some((tag, usize::try_from(spread).unwrap_or(0)))
}

/// The number of a key, if it stands in the first place that is looked at, as nearly all do that
/// were looked up before.
#[inline]
pub(super) fn known(key: &'static str) -> Option<u32> {
    let (tag, at) = tag(key)?;
    let known = &KNOWN[at % PLACES];
    (known.tag.load(Ordering::Acquire) == tag).then(|| known.number.load(Ordering::Relaxed))
}

/// The number of a key.
pub(super) fn number(key: &'static str) -> u32 {
    let Some((tag, at)) = tag(key) else {
        return look_up(key);
    };
    for at in at..at + TRIES {
        let known = &KNOWN[at % PLACES];
        match known.tag.load(Ordering::Acquire) {
            found if found == tag => return known.number.load(Ordering::Relaxed),
            0 => {
                let number = look_up(key);
                let take =
                    known
                        .tag
                        .compare_exchange(0, TAKEN, Ordering::Relaxed, Ordering::Relaxed);
                if take.is_ok() {
                    known.number.store(number, Ordering::Relaxed);
                    known.tag.store(tag, Ordering::Release);
                }
                return number;
            }
            _ => {}
        }
    }
    look_up(key)
}

fn look_up(key: &'static str) -> u32 {
    let numbers = NUMBERS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(number) = numbers.as_ref().and_then(|numbers| numbers.get(key)) {
        return *number;
    }
    drop(numbers);
    let mut numbers = NUMBERS.write().unwrap_or_else(PoisonError::into_inner);
    *numbers
        .get_or_insert_default()
        .entry(key)
        .or_insert_with(|| {
            let mut numbered = NUMBERED.write().unwrap_or_else(PoisonError::into_inner);
            numbered.push(key);
            u32::try_from(numbered.len() - 1).unwrap_or(u32::MAX)
        })
}

/// All keys, by number.
pub(super) fn all() -> RwLockReadGuard<'static, Vec<&'static str>> {
    NUMBERED.read().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{all, number};

    #[test]
    fn a_key_has_one_number_wherever_it_stands_and_however_many_there_are() {
        let leaked = |n: usize| -> &'static str { Box::leak(format!("key.{n}").into_boxed_str()) };
        let numbers: Vec<_> = (0..10_000).map(|n| number(leaked(n))).collect();
        let again: Vec<_> = (0..10_000).map(|n| number(leaked(n))).collect();
        assert_eq!(numbers, again);
        let all = all();
        for (n, number) in numbers.into_iter().enumerate() {
            assert_eq!(all[number as usize], format!("key.{n}"));
        }
    }

    #[test]
    fn beginnings_of_a_key_are_other_keys() {
        let key = "some.long.key";
        let numbers = [number(key), number(&key[..4]), number(&key[..9])];
        assert_eq!(all()[numbers[0] as usize], "some.long.key");
        assert_eq!(all()[numbers[1] as usize], "some");
        assert_eq!(all()[numbers[2] as usize], "some.long");
    }

    #[test]
    fn threads_agree() {
        let key = "key.of.threads";
        let draw = || std::thread::spawn(move || number(key));
        let threads: Vec<_> = (0..8).map(|_| draw()).collect();
        let first = number(key);
        for thread in threads {
            assert_eq!(thread.join().expect("no panic"), first);
        }
    }
}
