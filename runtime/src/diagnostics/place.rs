//! Where in the user's source a diagnostic points.

use std::fmt;
use std::panic::Location;

/// A file and line of the user's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    file: &'static str,
    line: u32,
}

impl Place {
    /// A place by its parts, as `file!()` and `line!()` give them.
    pub const fn new(file: &'static str, line: u32) -> Self {
        Self { file, line }
    }

    /// The place that called the function that calls this, through `#[track_caller]`.
    #[track_caller]
    pub const fn caller() -> Self {
        let location = Location::caller();
        Self {
            file: location.file(),
            line: location.line(),
        }
    }

    /// The file, as the compiler was given it.
    pub const fn file(&self) -> &'static str {
        self.file
    }

    /// The line, counted from 1.
    pub const fn line(&self) -> u32 {
        self.line
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
