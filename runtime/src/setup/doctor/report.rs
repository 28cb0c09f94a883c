//! What a check found, in words.

use std::fmt;

/// How a step of a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// As it should be.
    Sound,
    /// Allowed, and hardly what was meant.
    Doubtful,
    /// Traces will not arrive.
    Faulty,
}

/// One step of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// How it ended.
    pub finding: Finding,
    /// What was found, in a sentence that names the mend if there is one.
    pub text: String,
}

/// What [`doctor`](crate::doctor) found, step by step. Printed one line a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The steps, in order. One that could not be tried is not among them.
    pub steps: Vec<Step>,
}

impl Report {
    /// Whether traces arrive, as far as can be told.
    pub fn is_sound(&self) -> bool {
        let mut findings = self.steps.iter().map(|step| step.finding);
        findings.all(|finding| finding != Finding::Faulty)
    }

    pub(super) fn sound(&mut self, text: String) {
        self.add(Finding::Sound, text);
    }

    pub(super) fn doubt(&mut self, text: String) {
        self.add(Finding::Doubtful, text);
    }

    pub(super) fn fault(&mut self, text: String) {
        self.add(Finding::Faulty, text);
    }

    pub(super) fn add(&mut self, finding: Finding, text: String) {
        self.steps.push(Step { finding, text });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            writeln!(f, "{step}")?;
        }
        f.write_str(if self.is_sound() {
            "traces arrive"
        } else {
            "traces do not arrive"
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.finding {
            Finding::Sound => "ok  ",
            Finding::Doubtful => "?   ",
            Finding::Faulty => "✗   ",
        };
        write!(f, "{mark}{}", self.text)
    }
}
