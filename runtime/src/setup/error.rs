//! Why set-up was refused.

use std::{error, fmt, io};

/// Why [`init`](super::init) or [`install`](super::Builder::install) refused.
///
/// The text names the variable, what is wrong with it and what is accepted; it is
/// meant to be printed and to end the program's start.
#[derive(Debug)]
#[non_exhaustive]
pub enum SetupError {
    /// An environment variable cannot be used.
    #[non_exhaustive]
    Variable {
        /// Its name.
        name: String,
        /// What it holds; withheld where that may be a secret.
        value: String,
        /// What is wrong with that.
        problem: String,
        /// What may stand there instead.
        accepted: String,
    },
    /// The exporter cannot be made from settings that are each well-formed.
    Exporter(String),
    /// The operating system gave no thread or no event queue.
    Thread(io::Error),
}

impl SetupError {
    pub(super) fn variable(
        name: &str,
        value: &str,
        problem: impl Into<String>,
        accepted: impl Into<String>,
    ) -> Self {
        Self::Variable {
            name: name.to_owned(),
            value: value.to_owned(),
            problem: problem.into(),
            accepted: accepted.into(),
        }
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable {
                name,
                value,
                problem,
                accepted,
            } => write!(f, "{name}={value:?}: {problem}; accepted: {accepted}"),
            Self::Exporter(why) => f.write_str(why),
            Self::Thread(error) => write!(f, "the export thread cannot be started: {error}"),
        }
    }
}

impl error::Error for SetupError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Thread(error) => Some(error),
            _ => None,
        }
    }
}
