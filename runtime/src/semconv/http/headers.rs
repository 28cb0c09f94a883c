//! Headers that a user asked to record (HR-6).

use std::sync::Arc;

use http::HeaderMap;
use http::header::{
    AUTHORIZATION, COOKIE, HeaderName, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, SET_COOKIE,
    WWW_AUTHENTICATE,
};
use opentelemetry::{Array, KeyValue, StringValue, Value};

/// Values of these stay secret even if somebody lists them: that one was sent is all a
/// trace should say.
const SECRET: [HeaderName; 6] = [
    AUTHORIZATION,
    COOKIE,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    SET_COOKIE,
    WWW_AUTHENTICATE,
];

/// The headers that are recorded: `http.request.header.<name>` or
/// `http.response.header.<name>`, arrays of strings with one entry per header line.
#[derive(Debug, Clone, Default)]
pub struct CapturedHeaders(Arc<[HeaderName]>);

impl CapturedHeaders {
    /// These headers and no others.
    pub fn only(names: impl IntoIterator<Item = HeaderName>) -> Self {
        Self(names.into_iter().collect())
    }

    /// True if none are listed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The attributes of the listed request headers that were sent.
    pub fn request<'a>(&'a self, headers: &'a HeaderMap) -> impl Iterator<Item = KeyValue> + 'a {
        self.attributes("http.request.header.", headers)
    }

    /// The attributes of the listed response headers that were sent.
    pub fn response<'a>(&'a self, headers: &'a HeaderMap) -> impl Iterator<Item = KeyValue> + 'a {
        self.attributes("http.response.header.", headers)
    }

    /// The same under another prefix: gRPC's metadata are headers too.
    pub fn attributes<'a>(
        &'a self,
        prefix: &'a str,
        headers: &'a HeaderMap,
    ) -> impl Iterator<Item = KeyValue> + 'a {
        self.0
            .iter()
            .filter(|name| headers.contains_key(*name))
            .map(move |name| {
                let lines = headers.get_all(name).into_iter().map(|line| {
                    if SECRET.contains(name) || line.is_sensitive() {
                        return StringValue::from("REDACTED");
                    }
                    StringValue::from(String::from_utf8_lossy(line.as_bytes()).into_owned())
                });
                // `HeaderName` is lower-case by construction, as the key has to be.
                KeyValue::new(
                    format!("{prefix}{name}"),
                    Value::Array(Array::String(lines.collect())),
                )
            })
    }
}
