//! Headers of messages and jobs as carriers: names with texts (SQS, job tables) or bytes
//! (Kafka, AMQP, NATS).

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use opentelemetry::propagation::{Extractor, Injector};

use super::stale::companions;

/// What a value reads as that is no text: no format accepts it, so it is malformed, and
/// that is not the same as absent.
pub(super) const UNREADABLE: &str = "\u{fffd}";

/// A place for named values, each a text or bytes.
///
/// Names are compared without regard to case: brokers and clients differ in what they keep
/// of it. Header types of client libraries that cannot implement this are filled from
/// [`fields`](super::fields) and read by [`MapExtractor::new`].
pub trait FieldMap {
    /// Sets a value, replacing all of that name.
    fn put(&mut self, name: &str, value: String);

    /// Removes all values of a name.
    fn take(&mut self, name: &str);

    /// All names and values.
    fn pairs(&self) -> impl Iterator<Item = (&str, &[u8])>;
}

impl<V: AsRef<[u8]> + From<String>, S: BuildHasher> FieldMap for HashMap<String, V, S> {
    fn put(&mut self, name: &str, value: String) {
        self.take(name);
        self.insert(name.to_owned(), value.into());
    }

    fn take(&mut self, name: &str) {
        self.retain(|key, _| !key.eq_ignore_ascii_case(name));
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.iter().map(|(name, value)| (&**name, value.as_ref()))
    }
}

impl<V: AsRef<[u8]> + From<String>> FieldMap for BTreeMap<String, V> {
    fn put(&mut self, name: &str, value: String) {
        self.take(name);
        self.insert(name.to_owned(), value.into());
    }

    fn take(&mut self, name: &str) {
        self.retain(|key, _| !key.eq_ignore_ascii_case(name));
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.iter().map(|(name, value)| (&**name, value.as_ref()))
    }
}

impl<V: AsRef<[u8]> + From<String>> FieldMap for Vec<(String, V)> {
    fn put(&mut self, name: &str, value: String) {
        self.take(name);
        self.push((name.to_owned(), value.into()));
    }

    fn take(&mut self, name: &str) {
        self.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.iter().map(|(name, value)| (&**name, value.as_ref()))
    }
}

/// Writes propagation fields into a map of headers.
#[derive(Debug)]
pub struct MapInjector<'a, M>(pub &'a mut M);

impl<M: FieldMap> Injector for MapInjector<'_, M> {
    /// Sets a value, and clears what belonged to the old one (a `tracestate`).
    fn set(&mut self, key: &str, value: String) {
        for companion in companions(key) {
            self.0.take(companion);
        }
        self.0.put(key, value);
    }
}

/// Reads propagation fields from a map of headers, or from any names and values.
///
/// A value that is not UTF-8 reads as U+FFFD, which no format accepts.
#[derive(Clone, Debug)]
pub struct MapExtractor<'a>(Vec<(&'a str, &'a str)>);

impl<'a> MapExtractor<'a> {
    /// Reads from names and values, in the order in which they were sent.
    pub fn new<V>(pairs: impl IntoIterator<Item = (&'a str, &'a V)>) -> Self
    where
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        let text = |value: &'a V| std::str::from_utf8(value.as_ref()).unwrap_or(UNREADABLE);
        let pairs = pairs.into_iter();
        Self(pairs.map(|(name, value)| (name, text(value))).collect())
    }

    /// Reads from a map.
    pub fn of(map: &'a impl FieldMap) -> Self {
        Self::new(map.pairs())
    }
}

impl Extractor for MapExtractor<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(key));
        found.map(|(_, value)| *value)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| *name).collect()
    }

    fn get_all(&self, key: &str) -> Option<Vec<&str>> {
        let pairs = self.0.iter();
        let found = pairs.filter(|(name, _)| name.eq_ignore_ascii_case(key));
        let values: Vec<_> = found.map(|(_, value)| *value).collect();
        (!values.is_empty()).then_some(values)
    }
}
