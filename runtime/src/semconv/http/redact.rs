//! What of a URL must not be recorded: credentials and signatures (HR-1 to HR-4).

use std::borrow::Cow;
use std::sync::Arc;

const REDACTED: &str = "REDACTED";

/// The conventions' list, with the two keys that the version after 1.44 adds. What they begin with stands in
/// [`may_be_sensitive`], too.
const SENSITIVE: [&str; 7] = [
    "AWSAccessKeyId",
    "Signature",
    "sig",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Goog-Signature",
];

/// The query parameters whose values are replaced by `REDACTED`. Keys are compared with
/// their case.
#[derive(Debug, Clone, Default)]
pub struct UrlRedaction(Option<Arc<[Arc<str>]>>);

impl UrlRedaction {
    /// Exactly these parameters, in place of the conventions' list (HR-3).
    pub fn only(parameters: impl IntoIterator<Item = impl Into<Arc<str>>>) -> Self {
        Self(Some(parameters.into_iter().map(Into::into).collect()))
    }

    /// The query with the values of sensitive parameters replaced; the keys stay.
    pub fn query<'a>(&self, query: &'a str) -> Cow<'a, str> {
        if self.0.is_none() && !may_be_sensitive(query) {
            return Cow::Borrowed(query);
        }
        self.redacted(query)
    }

    #[inline(never)]
    fn redacted<'a>(&self, query: &'a str) -> Cow<'a, str> {
        if !query.split('&').any(|pair| self.is_secret(pair)) {
            return Cow::Borrowed(query);
        }
        let mut redacted = String::with_capacity(query.len());
        for (n, pair) in query.split('&').enumerate() {
            if n > 0 {
                redacted.push('&');
            }
            match pair.split_once('=') {
                Some((key, _)) if self.is_secret(pair) => {
                    redacted.push_str(key);
                    redacted.push('=');
                    redacted.push_str(REDACTED);
                }
                _ => redacted.push_str(pair),
            }
        }
        Cow::Owned(redacted)
    }

    /// An absolute URL without user name, password and the values of sensitive
    /// parameters. The fragment stays.
    pub fn url<'a>(&self, url: &'a str) -> Cow<'a, str> {
        let (rest, fragment) = split_before(url, '#');
        let (base, query) = split_before(rest, '?');
        let clean_base = without_credentials(base);
        let clean_query = query.strip_prefix('?').map(|query| self.query(query));
        match (&clean_base, &clean_query) {
            (Cow::Borrowed(_), None | Some(Cow::Borrowed(_))) => Cow::Borrowed(url),
            (base, None) => Cow::Owned(format!("{base}{fragment}")),
            (base, Some(query)) => Cow::Owned(format!("{base}?{query}{fragment}")),
        }
    }

    fn is_secret(&self, pair: &str) -> bool {
        let Some((key, _)) = pair.split_once('=') else {
            return false;
        };
        let is_encoded = key.contains('%');
        let is_key = |name: &str| key == name || (is_encoded && decodes_to(key, name));
        match &self.0 {
            None => SENSITIVE.iter().any(|name| is_key(name)),
            Some(names) => names.iter().any(|name| is_key(name)),
        }
    }
}

/// False if no key can be one of [`SENSITIVE`], by what they begin with: true of most queries, and said without looking
/// at each key.
#[inline(never)]
fn may_be_sensitive(query: &str) -> bool {
    let (mut begins, mut in_key) = (true, true);
    for byte in query.bytes() {
        if begins && matches!(byte, b'A' | b'S' | b'X' | b's') || in_key && byte == b'%' {
            return true;
        }
        begins = byte == b'&';
        in_key = begins || in_key && byte != b'=';
    }
    false
}

/// `text` up to the first `mark`, and the rest with it.
fn split_before(text: &str, mark: char) -> (&str, &str) {
    text.split_at(text.find(mark).unwrap_or(text.len()))
}

/// `scheme://user:password@host/path` with the two replaced.
fn without_credentials(base: &str) -> Cow<'_, str> {
    let Some(start) = base.find("://").map(|at| at + 3) else {
        return Cow::Borrowed(base);
    };
    let (authority, path) = split_before(&base[start..], '/');
    // A password may hold an at sign that nobody escaped: the host stands after the last
    // one.
    let Some((credentials, host)) = authority.rsplit_once('@') else {
        return Cow::Borrowed(base);
    };
    let hidden = if credentials.contains(':') {
        "REDACTED:REDACTED"
    } else {
        REDACTED
    };
    Cow::Owned(format!("{}{hidden}@{host}{path}", &base[..start]))
}

/// Whether a key, percent-decoded as the receiver would do it, is `name`. Without this
/// `s%69g=..` would show its secret.
fn decodes_to(key: &str, name: &str) -> bool {
    let mut bytes = key.bytes();
    let mut expected = name.bytes();
    loop {
        let byte = match bytes.next() {
            Some(b'%') => {
                let mut ahead = bytes.clone();
                match (ahead.next().and_then(hex), ahead.next().and_then(hex)) {
                    (Some(high), Some(low)) => {
                        bytes = ahead;
                        Some(high << 4 | low)
                    }
                    _ => Some(b'%'),
                }
            }
            other => other,
        };
        match (byte, expected.next()) {
            (None, None) => return true,
            (a, b) if a == b => {}
            _ => return false,
        }
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
