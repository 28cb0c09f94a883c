//! A service as W3C's validation suite sees one: headers in, and the headers of the calls
//! that it makes.

use http::{HeaderMap, HeaderName, HeaderValue};
use traced::context::run_in;
use traced::diagnostics::Place;
use traced::opentelemetry::trace::SpanKind;
use traced::propagation::{self, HeaderExtractor, HeaderInjector};
use traced::span::{Scope, SpanStart};
use traced_tests::memory::Memory;

static SCOPE: Scope = Scope::new("test", "");

pub(super) const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
pub(super) const PARENT: &str = "b7ad6b7169203331";

/// A valid parent, in full.
pub(super) const TRACEPARENT: (&str, &str) = (
    "traceparent",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
);

/// What one outgoing call carried.
#[derive(Debug)]
pub(super) struct Sent(HeaderMap);

/// Serves one request that makes so many calls.
pub(super) fn calls(headers: &[(&str, &str)], count: usize) -> Vec<Sent> {
    let memory = Memory::new();
    let mut incoming = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a header's value");
        incoming.append(name, value);
    }
    let carrier = HeaderExtractor(&incoming);
    let parent = propagation::extract_onto(memory.context(), &carrier, Place::caller());
    let server = SpanStart::new(&SCOPE, "serve")
        .kind(SpanKind::Server)
        .parent(parent)
        .start();
    let sent = run_in(server.context(), || {
        (0..count).map(|_| Sent(call())).collect()
    });
    server.end();
    sent
}

fn call() -> HeaderMap {
    let client = SpanStart::new(&SCOPE, "call")
        .kind(SpanKind::Client)
        .start();
    let mut outgoing = HeaderMap::new();
    propagation::inject(client.context(), &mut HeaderInjector(&mut outgoing));
    client.end();
    outgoing
}

/// Serves one request that makes one call.
pub(super) fn call_with(headers: &[(&str, &str)]) -> Sent {
    calls(headers, 1).remove(0)
}

/// One call of a request that continues [`TRACE`].
pub(super) fn continued(headers: &[(&str, &str)]) -> Sent {
    let sent = call_with(headers);
    let (trace, parent, _) = sent.parent();
    assert_eq!(trace, TRACE, "{headers:?}");
    assert_ne!(parent, PARENT, "{headers:?}");
    sent
}

/// Calls with a `traceparent` that must not be continued, by its value.
pub(super) fn restarted(values: &[&str]) {
    for value in values {
        let sent = call_with(&[("traceparent", value), ("tracestate", "foo=1")]);
        let (trace, ..) = sent.parent();
        assert!(!value.contains(&trace), "{value}: {trace}");
        assert_eq!(sent.state(), None, "{value}");
    }
}

impl Sent {
    /// Trace id, parent id and flags of the one `traceparent`, judged without the code
    /// under test.
    pub(super) fn parent(&self) -> (String, String, u8) {
        let mut values = self.0.get_all("traceparent").iter();
        let value = values
            .next()
            .expect("a traceparent")
            .to_str()
            .expect("text");
        assert!(values.next().is_none(), "one traceparent");
        let parts: Vec<_> = value.split('-').collect();
        let lengths: Vec<_> = parts.iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [2, 32, 16, 2], "{value}");
        let lower = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-');
        assert!(value.bytes().all(lower) && parts[0] == "00", "{value}");
        assert!(
            !parts[1..3]
                .iter()
                .any(|id| id.bytes().all(|byte| byte == b'0'))
        );
        let flags = u8::from_str_radix(parts[3], 16).expect("two digits");
        (parts[1].to_owned(), parts[2].to_owned(), flags)
    }

    /// The `tracestate`, of which there is one if any.
    pub(super) fn state(&self) -> Option<&str> {
        let values: Vec<_> = self.0.get_all("tracestate").iter().collect();
        assert!(values.len() < 2, "{values:?}");
        values.first().map(|value| value.to_str().expect("text"))
    }
}
