//! Every rule of the field, one table each.

use opentelemetry::trace::{SpanContext, TraceState};
use opentelemetry::{SpanId, TraceFlags, TraceId};

use super::Traceparent;

const VALID: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

#[test]
fn a_valid_field() {
    let read = Traceparent::read(&[VALID]).expect("valid");
    assert_eq!(
        read.trace_id,
        TraceId::from(0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c)
    );
    assert_eq!(read.span_id, SpanId::from(0xb7ad_6b71_6920_3331));
    assert_eq!(read.flags, TraceFlags::SAMPLED);
    assert_eq!(Traceparent::read(&[&format!("\t {VALID} \t")]), Ok(read));
}

#[test]
fn only_defined_flags_are_read_and_written() {
    for (given, kept) in [
        ("00", 0),
        ("01", 1),
        ("02", 2),
        ("03", 3),
        ("fe", 2),
        ("ff", 3),
    ] {
        let field = format!("{}{given}", &VALID[..53]);
        let read = Traceparent::read(&[&field]).expect("valid");
        assert_eq!(read.flags.to_u8(), kept, "{given}");
    }
    let flags = TraceFlags::new(0xff);
    let span = SpanContext::new(1.into(), 2.into(), flags, false, TraceState::NONE);
    assert_eq!(
        Traceparent::write(&span, flags),
        "00-00000000000000000000000000000001-0000000000000002-03"
    );
}

#[test]
fn later_versions_are_read_up_to_what_we_know() {
    let read = Traceparent::read(&[VALID]);
    for version in ["01", "cc", "fe"] {
        for rest in ["", "-", "-what-the-future-will-be-like", "-\u{e9}"] {
            let field = format!("{version}{}{rest}", &VALID[2..]);
            assert_eq!(Traceparent::read(&[&field]), read, "{field}");
        }
        for rest in [".", ".what", " x", "0", ","] {
            let field = format!("{version}{}{rest}", &VALID[2..]);
            assert!(Traceparent::read(&[&field]).is_err(), "{field}");
        }
    }
}

#[test]
fn what_is_wrong_is_said() {
    for (field, why) in [
        ("", "it has no fields between dashes"),
        ("\u{fffd}", "it has no fields between dashes"),
        ("0", "it has no fields between dashes"),
        (
            "CC-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "the version is not two lower-case hex digits",
        ),
        (
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "version ff is forbidden",
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
            "version 00 has 55 characters",
        ),
        (
            "01-0af7651916cd43dd8448eb211c80319c",
            "the parent id is not 16 lower-case hex digits",
        ),
        (
            "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "the trace id is not 32 lower-case hex digits",
        ),
        (
            "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "the trace id is not 32 lower-case hex digits",
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333g-01",
            "the parent id is not 16 lower-case hex digits",
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0G",
            "the flags are not two lower-case hex digits",
        ),
        (
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "the trace id is zero",
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "the parent id is zero",
        ),
    ] {
        assert_eq!(Traceparent::read(&[field]), Err(why), "{field}");
    }
    let twice = Traceparent::read(&[VALID, VALID]);
    assert_eq!(twice, Err("there must be exactly one"));
}
