//! Broken traces are loud, and whole ones are silent: each kind of diagnostic provoked, and not.
//!
//! `layer-order` is tested in `http`, `bad-traceparent` in `propagation`, `lost` in `export`, and what a
//! whole process says, `unended` and the outlets, in the tests named `process`.

mod documented;
mod foreign_parent;
mod late_child;
mod orphan;
mod raw_spawn;
mod which_to_use;

use traced::diagnostics::{self, Captured, Kind, Level};

/// Listens. Tests run in parallel in one process: each looks for the names of its own spans.
fn listen() -> Captured {
    let said = diagnostics::capture();
    diagnostics::enable(Level::Warn);
    said
}

/// The lines of this kind about a span.
fn about(said: &Captured, kind: Kind, span: &str) -> Vec<String> {
    let lines = said.of(kind).into_iter();
    lines
        .filter(|line| line.contains(&format!("`{span}`")))
        .collect()
}

/// Panics unless nothing of these kinds was said about a span whose name begins so.
fn assert_silent(said: &Captured, spans: &str) {
    for kind in [Kind::Orphan, Kind::LateChild, Kind::ForeignParent] {
        let lines = said.of(kind);
        let mut lines = lines.iter();
        let alarm = lines.find(|line| line.contains(&format!("`{spans}")));
        assert_eq!(alarm, None, "a false alarm");
    }
}
