//! Which answers are worth another try.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::retry;
use crate::export::otlp::retry::Retry;

#[test]
fn only_the_codes_of_the_specification_are_retried() {
    for status in [400, 401, 403, 404, 408, 413, 500, 501, 505] {
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!(retry(status, &HeaderMap::new()), Retry::Never, "{status}");
    }
    for status in [429, 502, 503, 504] {
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!(retry(status, &HeaderMap::new()), Retry::Backoff, "{status}");
    }
}

#[test]
fn the_server_may_say_how_long_to_wait() {
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", "7".parse().unwrap());
    let throttled = StatusCode::TOO_MANY_REQUESTS;
    assert_eq!(
        retry(throttled, &headers),
        Retry::After(Duration::from_secs(7))
    );
    headers.insert("retry-after", "soon".parse().unwrap());
    assert_eq!(retry(throttled, &headers), Retry::Backoff);
}
