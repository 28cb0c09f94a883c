//! Reading environment variables by the OpenTelemetry specification's rules.
//!
//! Source: `specification/configuration/common.md`: an empty value is an unset one; a
//! malformed number is said and ignored; `true` in any case is true, all else is false.

use std::cell::RefCell;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use crate::diagnostics;

/// Where variables come from; tests bring their own.
pub(super) type Read = dyn Fn(&str) -> Option<String> + Send + Sync;

/// The process's environment.
pub(super) fn process(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?;
    value
        .into_string()
        .map_err(|_| diagnostics::say(&format!("{name} is not valid UTF-8 and is ignored")))
        .ok()
}

/// The variables, and what a person should know about them.
pub(super) struct Env<'a> {
    read: &'a Read,
    notes: RefCell<Vec<String>>,
}

impl<'a> Env<'a> {
    pub(super) fn new(read: &'a Read) -> Self {
        Self {
            read,
            notes: RefCell::default(),
        }
    }

    /// Keeps something to be said once set-up has succeeded.
    pub(super) fn note(&self, text: impl Into<String>) {
        self.notes.borrow_mut().push(text.into());
    }

    pub(super) fn into_notes(self) -> Vec<String> {
        self.notes.into_inner()
    }

    pub(super) fn get(&self, name: &str) -> Option<String> {
        let value = (self.read)(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The first of these variables that is set: its name and its value.
    pub(super) fn first(&self, names: [&'static str; 2]) -> Option<(&'static str, String)> {
        names
            .into_iter()
            .find_map(|name| Some((name, self.get(name)?)))
    }

    pub(super) fn number<T: FromStr + Display + Copy>(&self, name: &str) -> Option<T> {
        let value = self.get(name)?;
        let number = value.parse().ok();
        if number.is_none() {
            self.note(format!(
                "{name}={value:?} is not a whole number from 0 up and is ignored"
            ));
        }
        number
    }

    /// As [`number`](Self::number), but zero would make no sense.
    pub(super) fn size(&self, name: &str, default: usize) -> usize {
        match self.number(name) {
            Some(0) => {
                self.note(format!("{name}=0 makes no sense; {default} is used"));
                default
            }
            number => number.unwrap_or(default),
        }
    }

    /// Milliseconds, of which 0 means no limit.
    pub(super) fn limit(&self, name: &str, default: Duration) -> Option<Duration> {
        match self.number(name) {
            Some(0) => None,
            Some(millis) => Some(Duration::from_millis(millis)),
            None => Some(default),
        }
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        let Some(value) = self.get(name) else {
            return false;
        };
        if !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") {
            self.note(format!(
                "{name}={value:?} is neither true nor false and counts as false"
            ));
        }
        value.eq_ignore_ascii_case("true")
    }

    /// `key=value` pairs between commas, percent-decoded; the malformed are said by
    /// their position, for their text may be a secret, and left out.
    pub(super) fn pairs(&self, name: &str, value: &str) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (index, entry) in value.split(',').enumerate() {
            if entry.trim().is_empty() {
                continue;
            }
            match pair(entry) {
                Ok(pair) => pairs.push(pair),
                Err(why) => self.note(format!("{name}: entry {} {why} and is ignored", index + 1)),
            }
        }
        pairs
    }
}

fn pair(entry: &str) -> Result<(String, String), &'static str> {
    let (key, value) = entry.split_once('=').ok_or("is not key=value")?;
    let key = decoded(key)?;
    if key.is_empty() {
        return Err("has no key");
    }
    Ok((key, decoded(value)?))
}

fn decoded(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    if (0..bytes.len()).any(|at| bytes[at] == b'%' && !(hex(at + 1) && hex(at + 2))) {
        return Err("has a % that is not followed by two hexadecimal digits");
    }
    percent_decode_str(text)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| "does not decode to UTF-8")
}
