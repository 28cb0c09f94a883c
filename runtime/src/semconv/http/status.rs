//! Responses: their attributes, and which status codes are errors (HT-1 to HT-4).
//!
//! A status description is never written for a status code: the code says it all (HT-8).

use http::{Method, StatusCode, Version, response};
use opentelemetry::KeyValue;

use super::Settings;
use crate::semconv::attribute;

/// The attributes of a response's head, on either side.
pub fn response_attributes<'a>(
    head: &'a response::Parts,
    settings: &'a Settings,
) -> impl Iterator<Item = KeyValue> + 'a {
    let status = KeyValue::new(
        attribute::HTTP_RESPONSE_STATUS_CODE,
        i64::from(head.status.as_u16()),
    );
    std::iter::once(status).chain(settings.response_headers.response(&head.headers))
}

/// The `error.type` of a response that a server sent: 5xx, and codes that mean nothing. A
/// 4xx is the client's mistake and no error of the server (HT-2).
pub fn server_error_type(status: StatusCode) -> Option<String> {
    (status.as_u16() >= 500).then(|| status.as_str().to_owned())
}

/// The `error.type` of a response that a client got: 4xx, 5xx, and codes that mean
/// nothing.
pub fn client_error_type(status: StatusCode) -> Option<String> {
    (status.as_u16() >= 400).then(|| status.as_str().to_owned())
}

/// The value of `network.protocol.version`: never `2.0`, never `HTTP/2` (C-12).
pub fn protocol_version(version: Version) -> Option<&'static str> {
    Some(match version {
        Version::HTTP_09 => "0.9",
        Version::HTTP_10 => "1.0",
        Version::HTTP_11 => "1.1",
        Version::HTTP_2 => "2",
        Version::HTTP_3 => "3",
        _ => return None,
    })
}

/// Whether a response to this method, with this status, has a body at all.
///
/// Source: [RFC 9110, section
/// 6.4.1](https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1). The bodies of all others
/// are never sent, whatever they hold; what follows `101` and a successful `CONNECT` is
/// another protocol.
pub fn response_has_body(method: &Method, status: StatusCode) -> bool {
    let never = status.is_informational()
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    !never && *method != Method::HEAD && !(*method == Method::CONNECT && status.is_success())
}
