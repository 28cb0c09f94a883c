//! Tests of a request's head, to be combined: for
//! [`ServerLayer::filter`](crate::ServerLayer::filter),
//! [`ServerLayer::public_endpoint`](crate::ServerLayer::public_endpoint) and
//! [`ClientLayer::filter`](crate::ClientLayer::filter).
//!
//! ```
//! use traced_tower::ServerLayer;
//! use traced_tower::filters::{any, not, path, path_prefix};
//!
//! let layer = ServerLayer::new().filter(not(any(path("/healthz"), path_prefix("/assets/"))));
//! # drop(layer);
//! ```
//!
//! They are plain closures over [`Parts`]: whatever is missing here is written in place.

use http::request::Parts;
use http::{HeaderName, Method};

/// True if one of the two is.
pub fn any(
    a: impl Fn(&Parts) -> bool + Send + Sync + 'static,
    b: impl Fn(&Parts) -> bool + Send + Sync + 'static,
) -> impl Fn(&Parts) -> bool + Send + Sync + 'static {
    move |head| a(head) || b(head)
}

/// True if both are.
pub fn all(
    a: impl Fn(&Parts) -> bool + Send + Sync + 'static,
    b: impl Fn(&Parts) -> bool + Send + Sync + 'static,
) -> impl Fn(&Parts) -> bool + Send + Sync + 'static {
    move |head| a(head) && b(head)
}

/// The opposite.
pub fn not(
    test: impl Fn(&Parts) -> bool + Send + Sync + 'static,
) -> impl Fn(&Parts) -> bool + Send + Sync + 'static {
    move |head| !test(head)
}

/// Exactly this path, as it was sent: without the query, and not percent-decoded.
pub fn path(path: impl Into<String>) -> impl Fn(&Parts) -> bool + Send + Sync + 'static {
    let path = path.into();
    move |head| head.uri.path() == path
}

/// Paths that begin with this text: end it in `/` to mean a folder.
pub fn path_prefix(prefix: impl Into<String>) -> impl Fn(&Parts) -> bool + Send + Sync + 'static {
    let prefix = prefix.into();
    move |head| head.uri.path().starts_with(&prefix)
}

/// This method.
pub fn method(method: Method) -> impl Fn(&Parts) -> bool + Send + Sync + 'static {
    move |head| head.method == method
}

/// One of the header's lines is exactly this value.
pub fn header(
    name: HeaderName,
    value: impl Into<Vec<u8>>,
) -> impl Fn(&Parts) -> bool + Send + Sync + 'static {
    let value = value.into();
    move |head| {
        let mut lines = head.headers.get_all(&name).into_iter();
        lines.any(|line| line.as_bytes() == value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Parts {
        let request = http::Request::post("http://shop/assets/logo?size=1")
            .header("accept", "text/html")
            .header("accept", "image/png");
        request.body(()).expect("a valid request").into_parts().0
    }

    #[test]
    fn each_test_looks_at_its_part_of_the_head() {
        let head = head();
        let accept = http::header::ACCEPT;
        assert!(path("/assets/logo")(&head) && !path("/assets")(&head));
        assert!(path_prefix("/assets/")(&head) && !path_prefix("/logo")(&head));
        assert!(method(Method::POST)(&head) && !method(Method::GET)(&head));
        assert!(header(accept.clone(), "image/png")(&head));
        assert!(!header(accept, "image")(&head));
    }

    #[test]
    fn tests_combine() {
        let head = head();
        let yes = || path_prefix("/");
        let no = || path("/");
        assert!(any(no(), yes())(&head) && any(yes(), no())(&head) && !any(no(), no())(&head));
        assert!(all(yes(), yes())(&head) && !all(no(), yes())(&head) && !all(yes(), no())(&head));
        assert!(not(no())(&head) && !not(yes())(&head));
    }
}
