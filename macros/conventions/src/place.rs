//! Where something was decided: a line of a file of the team, or OpenTelemetry's own conventions.

use std::fmt;
use std::sync::Arc;

/// A line of a file. Its `Display` is `traced.toml:4`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it is shown to people.
    pub file: Arc<str>,
    /// The line, counted from 1.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What decided, in a message in parentheses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A line of the policy or of the registry.
    File(Place),
    /// The built-in table.
    SemanticConventions,
}

impl From<Place> for Origin {
    fn from(place: Place) -> Self {
        Origin::File(place)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::File(place) => place.fmt(f),
            Origin::SemanticConventions => {
                write!(
                    f,
                    "OpenTelemetry semantic conventions {}",
                    crate::semconv::VERSION
                )
            }
        }
    }
}
