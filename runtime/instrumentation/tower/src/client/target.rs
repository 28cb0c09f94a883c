//! Where a request goes: the parts of its URL that a span needs, and what it was made from.

use std::borrow::Cow;

use http::header::HOST;
use http::request::Parts;
use traced::semconv::http::split_host_port;

/// The template that a request's URL was made from (`/users/{id}`), in the request's
/// extensions: for the span's name and `url.template`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlTemplate(pub Cow<'static, str>);

/// The URL of a request, made absolute.
#[derive(Debug)]
pub(super) struct Target<'a> {
    pub(super) url: String,
    pub(super) host: Option<&'a str>,
    pub(super) port: Option<u16>,
}

impl<'a> Target<'a> {
    /// By the request's own target, or for one in origin form (`/path`, as hyper's plain
    /// connections take it) by `Host`. Such a request does not say its scheme; without
    /// TLS, which shows in the absolute form only, it is `http`.
    pub(super) fn of(head: &'a Parts) -> Self {
        let scheme = head.uri.scheme_str().unwrap_or("http");
        let in_target = head.uri.authority().map(http::uri::Authority::as_str);
        let authority = in_target.or_else(|| head.headers.get(HOST)?.to_str().ok());
        let (host, port) = match authority.and_then(split_host_port) {
            Some((host, port)) => (Some(host), port),
            None => (None, None),
        };
        let url = match head.uri.scheme_str() {
            Some(_) => head.uri.to_string(),
            None => format!(
                "{scheme}://{}{}",
                authority.unwrap_or_default(),
                head.uri.path_and_query().map_or("", |path| path.as_str())
            ),
        };
        Self {
            url,
            host,
            port: port.or_else(|| default_port(scheme)),
        }
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(uri: &str, host: Option<&str>) -> Parts {
        let mut request = http::Request::builder().uri(uri);
        if let Some(host) = host {
            request = request.header("host", host);
        }
        request.body(()).expect("a valid request").into_parts().0
    }

    #[test]
    fn hc_2_the_target_or_else_the_host_header_names_the_server() {
        let cases = [
            ("http://h/a?b", None, ("http://h/a?b", Some("h"), Some(80))),
            ("https://h", None, ("https://h/", Some("h"), Some(443))),
            (
                "http://[::1]:81/",
                None,
                ("http://[::1]:81/", Some("::1"), Some(81)),
            ),
            (
                "/a?b",
                Some("h:8080"),
                ("http://h:8080/a?b", Some("h"), Some(8080)),
            ),
            ("h:443", None, ("http://h:443", Some("h"), Some(443))),
            ("/a", None, ("http:///a", None, Some(80))),
        ];
        for (uri, header, (url, host, port)) in cases {
            let head = parts(uri, header);
            let target = Target::of(&head);
            assert_eq!(
                (&*target.url, target.host, target.port),
                (url, host, port),
                "{uri}"
            );
        }
    }
}
