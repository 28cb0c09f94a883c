//! What is wrong with a file that was to be read.

use std::fmt;
use std::sync::Arc;

use crate::Place;

/// A file of conventions could not be read or does not say what it should.
///
/// One error per file: the first. Its `Display` is `file:line: what is wrong and what is accepted`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    file: Arc<str>,
    line: Option<u32>,
    message: String,
}

impl ReadError {
    /// A mistake in a line of a file.
    pub(crate) fn at(place: &Place, message: impl Into<String>) -> Self {
        ReadError {
            file: Arc::clone(&place.file),
            line: Some(place.line),
            message: message.into(),
        }
    }

    /// A mistake that is the whole file's.
    pub(crate) fn whole(file: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        ReadError {
            file: file.into(),
            line: None,
            message: message.into(),
        }
    }

    /// The file as it is shown to people.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line of the mistake, counted from 1, unless it is the whole file's.
    pub fn line(&self) -> Option<u32> {
        self.line
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for ReadError {}

pub(crate) type Result<T> = std::result::Result<T, ReadError>;
