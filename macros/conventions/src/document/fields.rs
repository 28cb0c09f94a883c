//! Asking a mapping for its fields, in the words of the one who wrote it.

use std::sync::Arc;

use super::node::{Entry, Node, Value, shown};
use super::scalar::Scalar;
use crate::error::Result;
use crate::suggest::hint;
use crate::{Place, ReadError, nearest};

/// The fields of a mapping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'n, 't> {
    file: &'n Arc<str>,
    /// What the mapping is, with its article: "a span".
    what: &'static str,
    line: u32,
    entries: &'n [Entry<'t>],
}

/// A text and its line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'n> {
    pub(crate) text: &'n str,
    pub(crate) line: u32,
}

impl<'n, 't> Fields<'n, 't> {
    /// The fields of `node`, which is to be `what`.
    pub(crate) fn of(file: &'n Arc<str>, what: &'static str, node: &'n Node<'t>) -> Result<Self> {
        let empty = Fields {
            file,
            what,
            line: node.line,
            entries: &[],
        };
        match &node.value {
            Value::Map(entries) => Ok(Fields { entries, ..empty }),
            _ => Err(empty.error(
                node.line,
                format!("{what} is a mapping of fields; this is {}", node.describe()),
            )),
        }
    }

    pub(crate) fn line(&self) -> u32 {
        self.line
    }

    pub(crate) fn entries(&self) -> &'n [Entry<'t>] {
        self.entries
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'n Entry<'t>> {
        self.entries.iter().find(|entry| entry.key == name)
    }

    /// A field that holds a mapping of its own.
    pub(crate) fn fields(&self, name: &str, what: &'static str) -> Result<Option<Fields<'n, 't>>> {
        let entry = self.get(name);
        let fields = entry.map(|entry| Fields::of(self.file, what, &entry.node));
        fields.transpose()
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<Text<'n>>> {
        let entry = self.get(name);
        entry.map(|entry| self.text_of(entry)).transpose()
    }

    pub(crate) fn required_text(&self, name: &str) -> Result<Text<'n>> {
        self.text(name)?
            .ok_or_else(|| self.error(self.line, format!("{} has no `{name}`", self.what)))
    }

    /// The text that an entry holds, never empty.
    pub(crate) fn text_of(&self, entry: &'n Entry<'t>) -> Result<Text<'n>> {
        let node = &entry.node;
        match &node.value {
            Value::Scalar(text, Scalar::Text) if !text.is_empty() => Ok(Text {
                text,
                line: node.line,
            }),
            _ => Err(self.wrong(entry, "a text")),
        }
    }

    pub(crate) fn flag(&self, name: &str) -> Result<Option<(bool, u32)>> {
        let Some(entry) = self.get(name) else {
            return Ok(None);
        };
        match &entry.node.value {
            Value::Scalar(text, Scalar::Bool) => {
                Ok(Some((text.eq_ignore_ascii_case("true"), entry.line)))
            }
            _ => Err(self.wrong(entry, "`true` or `false`")),
        }
    }

    /// A whole number that counts something.
    pub(crate) fn count(&self, name: &str) -> Result<Option<(usize, u32)>> {
        let Some(entry) = self.get(name) else {
            return Ok(None);
        };
        match &entry.node.value {
            Value::Scalar(text, Scalar::Int) => match text.parse() {
                Ok(count) if count > 0 => Ok(Some((count, entry.line))),
                _ => Err(self.wrong(entry, "a number above 0")),
            },
            _ => Err(self.wrong(entry, "a number above 0")),
        }
    }

    /// The nodes of a list; none where the field is absent.
    pub(crate) fn list(&self, name: &str) -> Result<&'n [Node<'t>]> {
        match self.get(name) {
            None => Ok(&[]),
            Some(entry) => match &entry.node.value {
                Value::List(nodes) => Ok(nodes),
                _ => Err(self.wrong(entry, "a list")),
            },
        }
    }

    /// The texts of a list of texts, or `None` where the field is absent.
    pub(crate) fn texts(&self, name: &str) -> Result<Option<Vec<Text<'n>>>> {
        let Some(entry) = self.get(name) else {
            return Ok(None);
        };
        let text = |node: &'n Node<'t>| match &node.value {
            Value::Scalar(text, Scalar::Text) if !text.is_empty() => Ok(Text {
                text,
                line: node.line,
            }),
            _ => Err(self.error(
                node.line,
                format!(
                    "`{name}` is a list of texts; {} stands in it",
                    node.describe()
                ),
            )),
        };
        let nodes = self.list(&entry.key)?;
        nodes.iter().map(text).collect::<Result<_>>().map(Some)
    }

    /// Refuses every field that is not one of `known`.
    pub(crate) fn refuse_unknown(&self, known: &[&str]) -> Result<()> {
        let unknown = |entry: &&Entry<'_>| !known.contains(&entry.key.as_ref());
        match self.entries.iter().find(unknown) {
            None => Ok(()),
            Some(entry) => Err(self.unknown(entry, known)),
        }
    }

    /// Refuses a field that is not one of `known` but so near to one that it is a slip. What is
    /// not near is taken for a field that Weaver has and this version does not know.
    pub(crate) fn refuse_misspelt(&self, known: &[&str]) -> Result<()> {
        for entry in self.entries {
            let key = entry.key.as_ref();
            if !known.contains(&key) && nearest(key, known.iter().copied()).is_some() {
                return Err(self.unknown(entry, known));
            }
        }
        Ok(())
    }

    /// The word of `accepted` that `text` is.
    pub(crate) fn word<T: Copy>(&self, text: Text<'_>, accepted: &[(&str, T)]) -> Result<T> {
        let found = accepted.iter().find(|(word, _)| *word == text.text);
        found.map(|(_, is)| *is).ok_or_else(|| {
            let words: Vec<&str> = accepted.iter().map(|(word, _)| *word).collect();
            let hint = hint(text.text, words.iter().copied());
            let word = shown(text.text);
            self.error(
                text.line,
                format!("`{word}` is none of {}{hint}", listed(&words)),
            )
        })
    }

    pub(crate) fn place(&self, line: u32) -> Place {
        Place {
            file: Arc::clone(self.file),
            line,
        }
    }

    pub(crate) fn error(&self, line: u32, message: impl Into<String>) -> ReadError {
        ReadError::at(&self.place(line), message)
    }

    /// The error about an entry that should hold something else.
    pub(crate) fn wrong(&self, entry: &Entry<'_>, wanted: &str) -> ReadError {
        let found = entry.node.describe();
        let key = shown(&entry.key);
        self.error(entry.line, format!("`{key}` is {wanted}; this is {found}"))
    }

    fn unknown(&self, entry: &Entry<'_>, known: &[&str]) -> ReadError {
        let key = entry.key.as_ref();
        let message = format!("{} has no field `{}`", self.what, shown(key));
        let message = match nearest(key, known.iter().copied()) {
            Some(near) => format!("{message}; did you mean `{near}`?"),
            None => format!("{message}; accepted are {}", listed(known)),
        };
        self.error(entry.line, message)
    }
}

/// `a`, `b`, `c` in code quotes.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
