//! Reading diagnostics in a test instead of on the terminal.

use super::Kind;
use std::sync::{Arc, Mutex, PoisonError, Weak};

type Lines = Mutex<Vec<(Option<Kind>, String)>>;

static READERS: Mutex<Vec<Weak<Lines>>> = Mutex::new(Vec::new());

/// At most so many lines are kept by one [`Captured`].
const LIMIT: usize = 4096;

/// Everything said in this process while it is alive, by whichever thread.
///
/// Tests run in parallel in one process: look for the line you expect, never for the
/// absence of all others.
#[derive(Debug)]
#[must_use = "lines are captured while this is alive"]
pub struct Captured(Arc<Lines>);

/// Captures diagnostics from now on, instead of printing them.
pub fn capture() -> Captured {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let mut readers = READERS.lock().unwrap_or_else(PoisonError::into_inner);
    readers.retain(|reader| reader.strong_count() > 0);
    readers.push(Arc::downgrade(&lines));
    Captured(lines)
}

impl Captured {
    /// The lines so far, oldest first.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().map(|(_, line)| line.clone()).collect()
    }

    /// The lines of one kind so far, oldest first.
    pub fn of(&self, kind: Kind) -> Vec<String> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines
            .iter()
            .filter(|(k, _)| *k == Some(kind))
            .map(|(_, line)| line.clone())
            .collect()
    }
}

/// Hands a line to the readers; true if there was one.
pub(super) fn offer(kind: Option<Kind>, line: &str) -> bool {
    let mut readers = READERS.lock().unwrap_or_else(PoisonError::into_inner);
    readers.retain(|reader| reader.strong_count() > 0);
    let alive = readers.iter().filter_map(Weak::upgrade).collect::<Vec<_>>();
    drop(readers);
    for reader in &alive {
        let mut lines = reader.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() < LIMIT {
            lines.push((kind, line.to_owned()));
        }
    }
    !alive.is_empty()
}
