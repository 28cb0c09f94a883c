//! Rules that only a recorded span can break.
//!
//! Sources: OpenTelemetry specification, Trace API, "Set Status"; semantic conventions 1.44.0,
//! `docs/general/recording-errors.md`.

use super::{Broken, Subject};
use crate::semconv::Outcome;
use crate::{Course, Finding, Origin, Rule, Status};

impl<L: Clone> Subject<'_, L> {
    pub(super) fn status(&self) -> Option<Finding<L>> {
        let (status, at) = self.facts.status.as_ref()?;
        self.first(at, &[Rule::Status], |_| {
            let message = self.wrong_status(status);
            message.map(Broken::always).or_else(|| {
                let message = self.wrong_for_its_type(status)?;
                Some(Broken::by(Origin::SemanticConventions, message))
            })
        })
    }

    fn wrong_status(&self, status: &Status) -> Option<String> {
        let name = &self.facts.name.text;
        let error_type = self.facts.attribute("error.type");
        Some(match status {
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
        })
    }

    /// A status that the code of the span's own protocol contradicts.
    fn wrong_for_its_type(&self, status: &Status) -> Option<String> {
        let rules = self.semantic?;
        let name = &self.facts.name.text;
        match ((rules.outcome)(&|key| self.value(key)), status) {
            (Outcome::Failed(key, code), Status::Unset) if !self.gave_up_with(&code) => {
                Some(format!(
                    "span `{name}` has `{key}` {code}, which is an error of {}, but not the status \
                     Error",
                    rules.what
                ))
            }
            (Outcome::Fine(key, code), Status::Error(_))
                if self.value("error.type").as_ref() == Some(&code) =>
            {
                Some(format!(
                    "span `{name}` has the status Error for `{key}` {code}, which is no error of {}; \
                     leave it unset",
                    rules.what
                ))
            }
            _ => None,
        }
    }

    /// Whoever gives a call up on purpose may say that it is no error.
    fn gave_up_with(&self, code: &str) -> bool {
        code == "CANCELLED" && self.value("traced.cancelled").as_deref() == Some("true")
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

    pub(super) fn courses(&self) -> impl Iterator<Item = Finding<L>> {
        self.facts
            .courses
            .iter()
            .filter_map(|(course, at)| self.course(*course, at))
    }

    fn course(&self, course: Course, at: &L) -> Option<Finding<L>> {
        let name = &self.facts.name.text;
        let (rule, message) = match course {
            Course::Orphan => (
                Rule::Orphan,
                format!(
                    "span `{name}` started without a parent; start its task with \
                     `traced::task::spawn`, or say `root` if it is an entry point"
                ),
            ),
            Course::LostParent => (
                Rule::Orphan,
                format!(
                    "the parent of span `{name}` was never recorded; let one provider make all \
                     spans, and look at what keeps the parent from ending"
                ),
            ),
            Course::LateChild => (
                Rule::LateChild,
                format!(
                    "span `{name}` was called after its parent had ended; end the parent later, or \
                     start the work with `traced::task::spawn` or `traced::time::after`"
                ),
            ),
            Course::ForeignParent => (
                Rule::ForeignParent,
                format!(
                    "span `{name}` ran under another trace than the one it was called in; call it \
                     where it runs, or keep it in its trace with `.in_current_trace()`"
                ),
            ),
            Course::Unended => (
                Rule::Unended,
                format!(
                    "span `{name}` never ended; await or abort what it measures, and drop what \
                     holds it"
                ),
            ),
        };
        self.first(at, &[rule], |_| Some(Broken::always(message.clone())))
    }
}
