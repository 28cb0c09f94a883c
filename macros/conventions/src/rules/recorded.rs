//! Rules that only a recorded span can break.
//!
//! Sources: OpenTelemetry specification, Trace API, "Set Status"; semantic conventions 1.44.0,
//! `docs/general/recording-errors.md`.

use super::{Broken, Subject};
use crate::{Course, Finding, Rule, Status};

impl<L: Clone> Subject<'_, L> {
    pub(super) fn status(&self) -> Option<Finding<L>> {
        let (status, at) = self.facts.status.as_ref()?;
        self.first(at, &[Rule::Status], |_| {
            let name = &self.facts.name.text;
            let error_type = self.facts.attribute("error.type");
            let message = match status {
                Status::Ok => format!(
                    "span `{name}` has the status Ok, which is the application's to set; leave it unset"
                ),
                Status::Error(_) if error_type.is_none() => {
                    format!("span `{name}` failed without an `error.type`")
                }
                Status::Error(description) => {
                    let repeated = self.repeated_by(description)?;
                    format!(
                        "the status description of span `{name}` only repeats `{repeated}`; leave it empty"
                    )
                }
                Status::Unset if error_type.is_some() => {
                    format!("span `{name}` has an `error.type` but not the status Error")
                }
                Status::Unset => return None,
            };
            Some(Broken::always(message))
        })
    }

    /// The key of the code that a description says once more.
    fn repeated_by(&self, description: &str) -> Option<&'static str> {
        const CODES: &[&str] = &[
            "error.type",
            "http.response.status_code",
            "rpc.response.status_code",
            "db.response.status_code",
        ];
        let repeats = |key: &&&str| self.value(key).is_some_and(|code| code == description);
        let described = !description.is_empty();
        CODES.iter().filter(|_| described).find(repeats).copied()
    }

    pub(super) fn course(&self) -> Option<Finding<L>> {
        let (course, at) = self.facts.course.as_ref()?;
        let name = &self.facts.name.text;
        let (rule, message) = match course {
            Course::Sound => return None,
            Course::Orphan => (
                Rule::Orphan,
                format!(
                    "span `{name}` started without a parent; start its task with \
                     `traced::task::spawn`, or say `root` if it is an entry point"
                ),
            ),
            Course::LateChild => (
                Rule::LateChild,
                format!(
                    "span `{name}` was started after its parent had ended; start it with \
                     `traced::task::spawn` or `traced::time::after`"
                ),
            ),
            Course::ForeignParent => (
                Rule::ForeignParent,
                format!("span `{name}` ran under another trace than the one it was called in"),
            ),
            Course::Unended => (Rule::Unended, format!("span `{name}` never ended")),
        };
        self.first(at, &[rule], |_| Some(Broken::always(message.clone())))
    }
}
