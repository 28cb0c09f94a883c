//! The tests of W3C's validation suite that are about `traceparent`, under their names.
//!
//! Source: <https://github.com/w3c/trace-context/tree/main/test>. `cargo run --example
//! w3c_service` is there to run the suite itself.

use std::collections::HashSet;

use super::service::{PARENT, TRACE, TRACEPARENT, call_with, calls, continued, restarted};

#[test]
fn both_traceparent_and_tracestate_missing() {
    let sent = call_with(&[]);
    let _ = sent.parent();
    assert_eq!(sent.state(), None);
}

#[test]
fn traceparent_included_tracestate_missing() {
    assert_eq!(continued(&[TRACEPARENT]).state(), None);
}

#[test]
fn traceparent_duplicated() {
    let other = "00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-01";
    for second in [other, TRACEPARENT.1, ""] {
        let sent = call_with(&[
            TRACEPARENT,
            ("traceparent", second),
            ("tracestate", "foo=1"),
        ]);
        assert!(!sent.parent().0.starts_with(&TRACE[..31]), "{second}");
        assert_eq!(sent.state(), None);
    }
}

#[test]
fn traceparent_header_name() {
    for name in [
        "trace-parent",
        "trace.parent",
        "traceparent-",
        "x-traceparent",
    ] {
        let sent = call_with(&[(name, TRACEPARENT.1)]);
        assert_ne!(sent.parent().0, TRACE, "{name}");
    }
}

#[test]
fn traceparent_header_name_valid_casing() {
    for name in ["TraceParent", "TrAcEpArEnT", "TRACEPARENT"] {
        continued(&[(name, TRACEPARENT.1)]);
    }
}

#[test]
fn traceparent_version_0x00() {
    let valid = TRACEPARENT.1;
    for more in [".", "-", "-what-the-future-will-be-like", "0"] {
        restarted(&[&format!("{valid}{more}")]);
    }
}

#[test]
fn traceparent_version_0xcc() {
    let valid = format!("cc{}", &TRACEPARENT.1[2..]);
    for more in ["", "-", "-what-the-future-will-be-like"] {
        continued(&[("traceparent", &format!("{valid}{more}"))]);
    }
    for more in [".what-the-future-will-be-like", "0", "0-what"] {
        restarted(&[&format!("{valid}{more}")]);
    }
}

#[test]
fn traceparent_version_0xff() {
    restarted(&[
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
    ]);
}

#[test]
fn traceparent_version_illegal_characters() {
    for version in [".0", "0.", "CC", "+1", "0x", "\u{e9}"] {
        restarted(&[&format!("{version}{}", &TRACEPARENT.1[2..])]);
    }
}

#[test]
fn traceparent_version_too_long() {
    for version in ["000", "0000", "0cc"] {
        restarted(&[&format!("{version}{}", &TRACEPARENT.1[2..])]);
    }
}

#[test]
fn traceparent_version_too_short() {
    for version in ["0", "", "c"] {
        restarted(&[&format!("{version}{}", &TRACEPARENT.1[2..])]);
    }
}

#[test]
fn traceparent_trace_id_all_zero() {
    restarted(&["00-00000000000000000000000000000000-b7ad6b7169203331-01"]);
}

#[test]
fn traceparent_trace_id_illegal_characters() {
    restarted(&[
        "00-.af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319.-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ]);
}

#[test]
fn traceparent_trace_id_too_long() {
    restarted(&["00-00af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]);
}

#[test]
fn traceparent_trace_id_too_short() {
    restarted(&[
        "00-af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-1-1-01",
    ]);
}

#[test]
fn traceparent_parent_id_all_zero() {
    restarted(&["00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"]);
}

#[test]
fn traceparent_parent_id_illegal_characters() {
    restarted(&[
        "00-0af7651916cd43dd8448eb211c80319c-.7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333.-01",
        "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
    ]);
}

#[test]
fn traceparent_parent_id_too_long() {
    restarted(&["00-0af7651916cd43dd8448eb211c80319c-0b7ad6b7169203331-01"]);
}

#[test]
fn traceparent_parent_id_too_short() {
    restarted(&["00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333-01"]);
}

#[test]
fn traceparent_trace_flags_illegal_characters() {
    for flags in [".0", "0.", "0A", "+1"] {
        restarted(&[&format!("{}{flags}", &TRACEPARENT.1[..53])]);
    }
}

#[test]
fn traceparent_trace_flags_too_long() {
    restarted(&[&format!("{}001", &TRACEPARENT.1[..53])]);
}

#[test]
fn traceparent_trace_flags_too_short() {
    restarted(&[
        &format!("{}1", &TRACEPARENT.1[..53]),
        &TRACEPARENT.1[..53],
        &TRACEPARENT.1[..52],
    ]);
}

#[test]
fn traceparent_ows_handling() {
    for (before, after) in [(" ", ""), ("\t", ""), ("", " "), ("", "\t"), ("\t ", " \t")] {
        let value = format!("{before}{}{after}", TRACEPARENT.1);
        continued(&[("traceparent", &value)]);
    }
}

#[test]
fn multiple_requests_with_valid_traceparent() {
    let sent = calls(&[TRACEPARENT], 3);
    let mut parents = HashSet::from([PARENT.to_owned()]);
    for call in &sent {
        let (trace, parent, flags) = call.parent();
        assert_eq!((trace.as_str(), flags), (TRACE, 1));
        assert!(parents.insert(parent), "every call has a span of its own");
    }
}

#[test]
fn multiple_requests_without_traceparent() {
    let parents: HashSet<_> = calls(&[], 3).iter().map(|call| call.parent().1).collect();
    assert_eq!(parents.len(), 3);
}

#[test]
fn multiple_requests_with_illegal_traceparent() {
    let zero = "00-00000000000000000000000000000000-b7ad6b7169203331-01";
    let sent = calls(&[("traceparent", zero)], 3);
    let traces: HashSet<_> = sent.iter().map(|call| call.parent().0).collect();
    let parents: HashSet<_> = sent.iter().map(|call| call.parent().1).collect();
    assert_eq!((traces.len(), parents.len()), (1, 3));
}

#[test]
fn propagates_random_flag() {
    for (given, sent) in [("00", 0), ("01", 1), ("02", 2), ("03", 3), ("ff", 3)] {
        let value = format!("{}{given}", &TRACEPARENT.1[..53]);
        let (_, _, flags) = continued(&[("traceparent", &value)]).parent();
        assert_eq!(flags, sent, "{given}");
    }
}
