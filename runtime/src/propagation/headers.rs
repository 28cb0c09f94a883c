//! `http::HeaderMap` as a carrier: HTTP, and gRPC metadata below tonic.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::propagation::{Extractor, Injector};

use super::maps::UNREADABLE;
use super::stale::companions;

// Looking a header up by text parses its name each time, and setting it copies the name.
static BAGGAGE: HeaderName = HeaderName::from_static("baggage");
static TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
static TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// The names of every request.
fn known(key: &str) -> Option<&'static HeaderName> {
    match key {
        "baggage" => Some(&BAGGAGE),
        "traceparent" => Some(&TRACEPARENT),
        "tracestate" => Some(&TRACESTATE),
        _ => None,
    }
}

/// Writes propagation fields into HTTP headers.
#[derive(Debug)]
pub struct HeaderInjector<'a>(pub &'a mut HeaderMap);

impl Injector for HeaderInjector<'_> {
    /// Sets a header, replacing every value it had, and clears what belonged to the old
    /// value (a `tracestate`). A key or value that HTTP does not allow is left out:
    /// propagation must never fail a request.
    fn set(&mut self, key: &str, value: String) {
        let name = known(key)
            .cloned()
            .map_or_else(|| HeaderName::try_from(key), Ok);
        if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
            for companion in companions(name.as_str()) {
                match known(companion) {
                    Some(companion) => self.0.remove(companion),
                    None => self.0.remove(*companion),
                };
            }
            self.0.insert(name, value);
        }
    }
}

/// Reads propagation fields from HTTP headers.
///
/// A value that is not visible ASCII reads as U+FFFD, which no format accepts: it is
/// malformed, and that is not the same as absent.
#[derive(Debug)]
pub struct HeaderExtractor<'a>(pub &'a HeaderMap);

impl Extractor for HeaderExtractor<'_> {
    /// The first value of a header.
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(text)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }

    /// Every value of a header, in order: `tracestate` may be spread over several.
    fn get_all(&self, key: &str) -> Option<Vec<&str>> {
        let lines = match known(key) {
            Some(name) => self.0.get_all(name),
            None => self.0.get_all(key),
        };
        let mut lines = lines.iter();
        let first = text(lines.next()?);
        // Most fields are absent, and most that are not have one line.
        Some(match lines.next() {
            None => vec![first],
            Some(second) => several(first, second, lines),
        })
    }
}

#[cold]
fn several<'a>(
    first: &'a str,
    second: &'a HeaderValue,
    rest: impl Iterator<Item = &'a HeaderValue>,
) -> Vec<&'a str> {
    let mut values = vec![first, text(second)];
    values.extend(rest.map(text));
    values
}

fn text(value: &HeaderValue) -> &str {
    // What `to_str` says, of many bytes at once: control characters are not in a header's value.
    let text = std::str::from_utf8(value.as_bytes());
    text.ok()
        .filter(|text| text.is_ascii())
        .unwrap_or(UNREADABLE)
}

#[cfg(test)]
mod tests {
    use super::{Extractor as _, HeaderExtractor, HeaderInjector, Injector as _};
    use http::{HeaderMap, HeaderValue};

    #[test]
    fn opaque_bytes_are_not_absent() {
        let mut headers = HeaderMap::new();
        headers.append("a", HeaderValue::from_static("1"));
        headers.append("a", HeaderValue::from_bytes(b"\xff").expect("allowed"));
        let carrier = HeaderExtractor(&headers);
        assert_eq!(carrier.get_all("A"), Some(vec!["1", "\u{fffd}"]));
        assert_eq!(carrier.get_all("b"), None);
    }

    #[test]
    fn a_new_parent_clears_the_old_state() {
        let mut headers = HeaderMap::new();
        let mut carrier = HeaderInjector(&mut headers);
        carrier.set("tracestate", "old=1".to_owned());
        carrier.set("other", "1".to_owned());
        carrier.set("traceparent", "new".to_owned());
        assert_eq!(headers.len(), 2);
        let mut carrier = HeaderInjector(&mut headers);
        carrier.set("bad name", "1".to_owned());
        carrier.set("bad-value", "\n".to_owned());
        assert_eq!(headers.len(), 2);
    }
}
