//! The terminal, which may be closed at any time: `checkout | head`.

use std::fmt::Display;
use std::io::Write as _;

/// Prints a line. Where nobody reads any more, there is nothing left to do: the children
/// see their pipes close and stop.
pub(crate) fn line(text: impl Display) {
    if writeln!(std::io::stdout().lock(), "{text}").is_err() {
        std::process::exit(1);
    }
}

/// Prints a line for whoever wonders why it failed.
pub(crate) fn complain(text: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
