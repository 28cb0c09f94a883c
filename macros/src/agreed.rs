//! What the team agreed on, as this expansion finds it: the policy and the registry, or the error of
//! reading them, and which files the compiler has to be told of.
//!
//! All of it is looked at anew for each expansion. A language server keeps one process for days, in
//! which the files change; what was read is remembered by [`traced_conventions::load`].

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use proc_macro2::Span;
use traced_conventions::load::{Loaded, Surroundings, load};
use traced_conventions::policy::ErrorText;
use traced_conventions::registry::{Primitive, ValueType};
use traced_conventions::{Conventions, Level, Origin, Rule};

use crate::errors::Errors;

/// Expansions that tell the compiler of the files. One would do, but the macro cannot know whether
/// what it writes stays: another attribute, or a `#[cfg]` that is looked at later, may throw it away.
/// All of them would read a large registry a thousand times.
const TELLING: u32 = 16;

/// Packages and files remembered; beyond that everything is forgotten, and at worst said again.
const MOST: usize = 256;

#[derive(Debug, Clone, Default)]
pub(crate) struct Agreed {
    conventions: Conventions,
    /// What the compiler is to be told of by this expansion; `None` if others have told it.
    pub(crate) files: Option<Vec<PathBuf>>,
}

impl Agreed {
    /// Looks at the files. A mistake in them is said once in a crate, and then nothing is judged:
    /// what was agreed on is not known.
    pub(crate) fn look(errors: &mut Errors) -> Self {
        let surroundings = Surroundings::of_process();
        match load(&surroundings) {
            Ok(Loaded { conventions, files }) => Agreed {
                conventions,
                files: tells(&files).then_some(files),
            },
            Err(error) => {
                let message = error.to_string();
                if is_first(&surroundings, &message) {
                    errors.at(Span::call_site(), message);
                }
                Agreed::nothing()
            }
        }
    }

    /// What holds where no rule does.
    pub(crate) fn nothing() -> Self {
        Agreed::default().allowing(Rule::ALL)
    }

    pub(crate) fn conventions(&self) -> &Conventions {
        &self.conventions
    }

    #[must_use]
    pub(crate) fn allowing(mut self, rules: &[Rule]) -> Self {
        let rules = rules.iter();
        self.conventions = rules.fold(self.conventions, |all, rule| all.allowing(*rule));
        self
    }

    /// Whether texts of errors stay out of spans.
    pub(crate) fn omits_error_text(&self) -> bool {
        self.conventions.policy().error_text == ErrorText::Omit
    }

    /// Whether a name has more characters than are agreed, whatever follows.
    pub(crate) fn is_too_long(&self, name: &str) -> bool {
        let most = self.conventions.policy().names.max_length.as_ref();
        most.is_some_and(|most| name.chars().count() > most.value)
    }

    /// The type that values of that key must have, if they are judged.
    pub(crate) fn expected(&self, key: &str) -> Option<Expected> {
        let level = self.conventions.policy().level(Rule::AttributeType);
        let attribute = self.conventions.attribute(key)?;
        let (element, is_list) = match attribute.value_type {
            ValueType::Any => return None,
            ValueType::One(element) => (element, false),
            ValueType::List(element) => (element, true),
        };
        (level != Level::Allow).then(|| Expected {
            key: key.to_owned(),
            value_type: attribute.value_type,
            element,
            is_list,
            is_warning: level == Level::Warn,
            decided: attribute.origin.clone(),
        })
    }
}

/// The type of an attribute's value, and who says so.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) key: String,
    pub(crate) value_type: ValueType,
    pub(crate) element: Primitive,
    pub(crate) is_list: bool,
    pub(crate) is_warning: bool,
    pub(crate) decided: Origin,
}

/// Whether this expansion is to tell the compiler of the files. Tests look at expansions, which must
/// not depend on how many there were.
fn tells(files: &[PathBuf]) -> bool {
    static TOLD: Mutex<Option<HashMap<Vec<PathBuf>, u32>>> = Mutex::new(None);
    if cfg!(test) {
        return false;
    }
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let told = told.get_or_insert_default();
    if told.len() >= MOST {
        told.clear();
    }
    let times = told.entry(files.to_owned()).or_default();
    *times += 1;
    *times <= TELLING
}

/// Whether nobody said this before. A language server expands one attribute again and again: the one
/// that has said it says it again.
fn is_first(surroundings: &Surroundings, message: &str) -> bool {
    /// By package what was said, and where.
    type Said = HashMap<Option<PathBuf>, (String, String)>;
    static SAID: Mutex<Option<Said>> = Mutex::new(None);
    // Where the attribute stands; the only form in which all supported compilers tell it.
    let place = format!("{:?}", Span::call_site());
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    let said = said.get_or_insert_default();
    if said.len() >= MOST {
        said.clear();
    }
    let now = (message.to_owned(), place);
    match said.get(&surroundings.package) {
        Some(before) if before.0 == now.0 => *before == now,
        _ => {
            said.insert(surroundings.package.clone(), now);
            true
        }
    }
}
