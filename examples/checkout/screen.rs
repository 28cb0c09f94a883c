//! Standard output, which may be closed at any time: `checkout | head`.

use std::fmt::Display;
use std::io::Write as _;

/// Prints a line. Where nobody reads any more, there is nothing left to do: the children
/// see their pipes close and stop.
pub(crate) fn line(text: impl Display) {
    if writeln!(std::io::stdout().lock(), "{text}").is_err() {
        std::process::exit(1);
    }
}
