//! What an operation came to.

use crate::provider::Exception;
use std::any::type_name;
use std::borrow::Cow;
use std::error::Error;
use std::fmt::{self, Debug, Display};

/// A low-cardinality name for an error, recorded as `error.type`.
///
/// Implement it where the type's name is too coarse, for example one name per variant.
/// Source: semantic conventions, attribute `error.type`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no error type",
    label = "does not name its `error.type`",
    note = "derive it: `#[derive(traced::ErrorType)]`",
    note = "in a `span!` block whose error type is found out later, name it: `Ok::<_, Error>(..)`"
)]
pub trait ErrorType: Error {
    /// A name from a small fixed set; never a formatted message.
    fn error_type(&self) -> &'static str;
}

impl<T: ErrorType> ErrorType for Box<T> {
    fn error_type(&self) -> &'static str {
        (**self).error_type()
    }
}

/// What an operation came to; made by the dispatch in `dispatch.rs`.
#[derive(Debug)]
pub struct Outcome(pub(super) Verdict);

#[derive(Debug)]
pub(super) enum Verdict {
    Done,
    Failed(Failure),
}

/// An error, as it is recorded.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error_type: Cow<'static, str>,
    pub(super) type_name: &'static str,
    /// The error's own text, then its sources'. Empty if it can't be shown.
    pub(super) texts: Vec<String>,
    /// Whether the texts are only compared, and recorded nowhere.
    pub(super) is_quiet: bool,
}

/// Sources followed at most: a chain may be a cycle.
const SOURCES: usize = 32;

/// The `error.type` for errors that nothing better is known of. Source: semantic
/// conventions, attribute `error.type`.
const OTHER: &str = "_OTHER";

impl Outcome {
    /// The operation is done, and there is nothing to say of it.
    pub const fn done() -> Self {
        Self(Verdict::Done)
    }

    /// True unless it failed.
    #[inline]
    pub(super) fn is_done(&self) -> bool {
        matches!(self.0, Verdict::Done)
    }

    /// The same, of which `error.type` alone is recorded: texts may hold personal data.
    pub fn without_text(mut self) -> Self {
        if let Verdict::Failed(failure) = &mut self.0 {
            failure.is_quiet = true;
        }
        self
    }

    fn failed<E>(texts: Vec<String>) -> Self {
        Self::of_type(type_name::<E>(), texts)
    }

    fn of_type(full_name: &'static str, texts: Vec<String>) -> Self {
        let type_name = plain(full_name);
        Self(Verdict::Failed(Failure {
            error_type: Cow::Borrowed(named(type_name)),
            type_name,
            texts,
            is_quiet: false,
        }))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn error<E: Error>(error: &E) -> Self {
        Self::failed::<E>(chain(error))
    }

    /// An error that names itself.
    #[cold]
    #[inline(never)]
    pub(super) fn named<E: ErrorType>(error: &E) -> Self {
        Self::error(error).with_error_type(error.error_type())
    }

    /// Through `Deref`: `Box<dyn Error>`, anyhow, eyre. The concrete type is unknown.
    #[cold]
    #[inline(never)]
    pub(super) fn erased<E>(error: &(impl Error + ?Sized)) -> Self {
        Self(Verdict::Failed(Failure::of_error(
            error,
            plain(type_name::<E>()),
        )))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn display<E: Display>(error: &E) -> Self {
        Self::failed::<E>(vec![text(format_args!("{error}"))])
    }

    #[cold]
    #[inline(never)]
    pub(super) fn debug<E: Debug>(error: &E) -> Self {
        Self::failed::<E>(vec![text(format_args!("{error:?}"))])
    }

    #[cold]
    #[inline(never)]
    pub(super) fn opaque<E>() -> Self {
        Self::failed::<E>(Vec::new())
    }

    fn with_error_type(mut self, error_type: &'static str) -> Self {
        if let Verdict::Failed(failure) = &mut self.0 {
            failure.error_type = Cow::Borrowed(error_type);
        }
        self
    }
}

impl Failure {
    pub(super) fn of_error(error: &(impl Error + ?Sized), type_name: &'static str) -> Self {
        Self {
            error_type: Cow::Borrowed(OTHER),
            type_name,
            texts: chain(&error),
            is_quiet: false,
        }
    }

    /// The error's own text, if it is recorded.
    pub(super) fn text(&self) -> Option<&str> {
        self.recorded_texts().first().map(String::as_str)
    }

    /// For an event. The chain of sources has no attribute of its own; it stands where backends
    /// show a stack trace.
    pub(super) fn exception(&self) -> Exception {
        let texts = self.recorded_texts();
        Exception {
            type_name: self.type_name,
            trace: (texts.len() > 1).then(|| texts.join("\nCaused by: ")),
        }
    }

    fn recorded_texts(&self) -> &[String] {
        if self.is_quiet { &[] } else { &self.texts }
    }
}

/// Takes no type, so that it is compiled once and not for every error.
fn text(error: fmt::Arguments<'_>) -> String {
    error.to_string()
}

/// As for `text`.
fn chain(error: &dyn Error) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source.filter(|_| texts.len() <= SOURCES) {
        texts.push(error.to_string());
        source = error.source();
    }
    texts
}

fn plain(type_name: &'static str) -> &'static str {
    let bare = type_name.trim_start_matches(['&', ' ']);
    bare.strip_prefix("mut ").unwrap_or(bare)
}

/// The type's path, where it says more than that it is a string or a number.
fn named(type_name: &'static str) -> &'static str {
    let is_std_text = type_name.starts_with("alloc::") || !type_name.contains("::");
    if is_std_text { OTHER } else { type_name }
}
