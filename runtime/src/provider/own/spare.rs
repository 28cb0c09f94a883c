//! Vectors for attributes that each thread keeps to use them again.

use opentelemetry::KeyValue;
use std::cell::RefCell;

/// Vectors kept, and the largest of those.
const MOST: usize = 16;
const CAPACITY: usize = 64;

thread_local! {
    /// All of them are empty.
    static SPARE: RefCell<Vec<Vec<KeyValue>>> = const { RefCell::new(Vec::new()) };
}

/// An empty vector, with room if there is one to use again.
pub(super) fn take() -> Vec<KeyValue> {
    SPARE
        .try_with(|spare| spare.try_borrow_mut().ok()?.pop())
        .ok()
        .flatten()
        .unwrap_or_default()
}

/// Keeps an empty vector to be used again.
pub(super) fn keep(vector: Vec<KeyValue>) {
    if !(1..=CAPACITY).contains(&vector.capacity()) || !vector.is_empty() {
        return;
    }
    // Out of reach, it is dropped.
    let _ = SPARE.try_with(|spare| {
        if let Ok(mut spare) = spare.try_borrow_mut()
            && spare.len() < MOST
        {
            spare.push(vector);
        }
    });
}
