//! Whatever arrives: no panic, no broken child, nothing sent on that cannot be read.

use http::{HeaderName, HeaderValue};
use traced::context::Context;
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::opentelemetry::trace::{SpanContext, TraceContextExt as _};
use traced::propagation::{
    B3Propagator, BaggagePropagator, JaegerPropagator, MapExtractor, MapInjector,
    TraceContextPropagator,
};

use super::generator::Generator;

/// Each is read by five propagators, and sent on by one of them in turn.
const INPUTS: usize = 100_000;

type Fields = Vec<(String, Vec<u8>)>;

/// Key, value, properties.
type Member = (String, String, String);

#[test]
fn whatever_arrives_is_read_or_ignored_and_never_passed_on_broken() {
    let propagators: [Box<dyn TextMapPropagator>; 5] = [
        Box::new(TraceContextPropagator::new()),
        Box::new(BaggagePropagator::new()),
        Box::new(B3Propagator::single()),
        Box::new(B3Propagator::multi()),
        Box::new(JaegerPropagator::new()),
    ];
    let mut generator = Generator::new(2026);
    let mut continued = [0; 5];
    for input in 0..INPUTS {
        let fields = generator.fields();
        let carrier = MapExtractor::of(&fields);
        let empty = Context::new();
        let read = propagators
            .each_ref()
            .map(|propagator| propagator.extract_with_context(&empty, &carrier));
        for (cx, continued) in read.iter().zip(&mut continued) {
            if cx.has_active_span() {
                let (span, is_remote) = (cx.span(), cx.span().span_context().is_remote());
                let is_valid = span.span_context().is_valid();
                assert!(is_valid && is_remote, "input {input}: {fields:?}");
                *continued += 1;
            }
        }
        let parent = ids(read[0].span().span_context());
        assert_eq!(parent, acceptable(&fields), "input {input}: {fields:?}");
        let turn = input % propagators.len();
        assert_sent_on(&*propagators[turn], &read[turn]);
    }
    // Baggage continues no trace; of the others, neither all nor none.
    for (at, count) in continued.into_iter().enumerate() {
        let some = (INPUTS / 20..INPUTS).contains(&count);
        assert!(some || at == 1 && count == 0, "{continued:?}");
    }
}

/// What was read can be written, and read again by the same rules.
fn assert_sent_on(propagator: &dyn TextMapPropagator, cx: &Context) {
    let sent = written(propagator, cx);
    assert_well_formed(&sent);
    let again = propagator.extract_with_context(&Context::new(), &MapExtractor::of(&sent));
    assert_eq!(
        again.span().span_context(),
        cx.span().span_context(),
        "{sent:?}"
    );
    assert_arrived(&baggage(cx), &baggage(&again));
    assert_eq!(written(propagator, &again), sent);
}

fn written(propagator: &dyn TextMapPropagator, cx: &Context) -> Fields {
    let mut fields = Fields::new();
    propagator.inject_context(cx, &mut MapInjector(&mut fields));
    fields
}

fn assert_well_formed(fields: &Fields) {
    let mut size = 0;
    for (name, value) in fields {
        assert!(
            HeaderName::from_bytes(name.as_bytes()).is_ok(),
            "{fields:?}"
        );
        let value = HeaderValue::from_bytes(value).expect("a header's value");
        let text = value.to_str().expect("visible ASCII");
        assert!(
            !text.is_empty() || name.starts_with("uberctx-"),
            "{fields:?}"
        );
        size += name.len() + text.len();
    }
    assert!(size < 20_000, "{size} bytes");
}

fn baggage(cx: &Context) -> Vec<Member> {
    let members = cx.baggage().iter();
    let mut members: Vec<_> = members
        .map(|(key, (value, more))| (key.to_string(), value.to_string(), more.to_string()))
        .collect();
    members.sort();
    members
}

/// All of the baggage came back, or as much as there was room for once it was encoded.
fn assert_arrived(sent: &[Member], returned: &[Member]) {
    let encoded = |(key, value, more): &Member| key.len() + 3 * value.len() + more.len() + 3;
    if sent.iter().map(encoded).sum::<usize>() > 8192 {
        assert!(returned.iter().all(|member| sent.contains(member)));
    } else {
        assert_eq!(returned, sent);
    }
}

fn ids(span: &SpanContext) -> Option<(String, String)> {
    let ids = || (span.trace_id().to_string(), span.span_id().to_string());
    span.is_valid().then(ids)
}

/// The recommendation once more, position by position: what of these fields is a parent.
fn acceptable(fields: &Fields) -> Option<(String, String)> {
    let mut parents = fields
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("traceparent"));
    let (Some((_, value)), None) = (parents.next(), parents.next()) else {
        return None;
    };
    let text = std::str::from_utf8(value).ok()?.trim_matches([' ', '\t']);
    let bytes = text.as_bytes();
    if bytes.len() < 55 || (&bytes[..2] == b"00" && bytes.len() > 55) || &bytes[..2] == b"ff" {
        return None;
    }
    if bytes.len() > 55 && bytes[55] != b'-' {
        return None;
    }
    for (at, byte) in bytes[..55].iter().enumerate() {
        let dash = matches!(at, 2 | 35 | 52);
        let digit = matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if dash != (*byte == b'-') || !dash && !digit {
            return None;
        }
    }
    let (trace, parent) = (&text[3..35], &text[36..52]);
    let zero = |id: &str| id.bytes().all(|byte| byte == b'0');
    (!zero(trace) && !zero(parent)).then(|| (trace.to_owned(), parent.to_owned()))
}
