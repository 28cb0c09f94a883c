//! What a process says of broken traces: when, where to, and how loud.

use std::process::Output;

use super::child::{printed, run, said};

const NONE: (&str, &str) = ("OTEL_TRACES_EXPORTER", "none");

fn orphans(variables: &[(&str, &str)]) -> Output {
    let output = run("orphans", &[&[NONE], variables].concat());
    assert!(output.status.success(), "{output:?}");
    let text = printed(&output);
    assert!(
        text.contains("before 1") && text.contains("after 4"),
        "{text}"
    );
    output
}

/// The lines of the subscriber.
fn logged(output: &Output) -> Vec<String> {
    let text = printed(output);
    let lines = text.lines().filter(|line| line.contains("traced: "));
    lines.map(str::to_owned).collect()
}

#[test]
fn nothing_is_said_before_the_set_up_and_each_place_once_after_it() {
    let output = orphans(&[]);
    let said = said(&output);
    let [orphan] = &*said else {
        panic!("once: {said:?}");
    };
    assert!(
        orphan.starts_with("orphan: span `lost` started without a parent at "),
        "{orphan}"
    );
    assert!(
        orphan.contains("scenarios.rs:") && orphan.ends_with("[orphan]"),
        "{orphan}"
    );
}

#[test]
fn off_means_silent_and_counted() {
    let output = orphans(&[
        ("TRACED_DIAGNOSTICS", "off"),
        ("TRACED_TESTS_SUBSCRIBER", "all"),
    ]);
    assert_eq!(said(&output), [""; 0]);
    assert_eq!(logged(&output), [""; 0]);
}

#[test]
fn a_subscriber_that_listens_is_told_at_the_level_that_is_set() {
    for (level, word) in [
        ("warn", " WARN traced: orphan:"),
        ("error", "ERROR traced: orphan:"),
    ] {
        let output = orphans(&[
            ("TRACED_DIAGNOSTICS", level),
            ("TRACED_TESTS_SUBSCRIBER", "all"),
        ]);
        assert_eq!(said(&output), [""; 0], "not on stderr, too");
        let logged = logged(&output);
        assert!(
            matches!(&*logged, [line] if line.contains(word)),
            "{logged:?}"
        );
    }
}

#[test]
fn a_subscriber_that_filters_it_out_does_not_silence_it() {
    let output = orphans(&[("TRACED_TESTS_SUBSCRIBER", "others")]);
    assert_eq!(logged(&output), [""; 0]);
    assert_eq!(said(&output).len(), 1, "{output:?}");
}

#[test]
fn spans_that_are_open_at_shutdown_are_said_once_for_each_place() {
    let output = run("open", &[NONE]);
    let text = printed(&output);
    assert!(text.contains("open 5 unended 5"), "{text}");
    let said = said(&output);
    assert_eq!(said.len(), 4, "{said:?}");
    for begin in [
        "unended: 1 span `outer`, started at ",
        "unended: 1 span `inner`, started at ",
        "unended: 1 span `order.wait`, started at ",
        "unended: 2 spans `order.pend`, started at ",
    ] {
        let line = said.iter().find(|line| line.starts_with(begin));
        let line = line.unwrap_or_else(|| panic!("{begin} is missing: {said:?}"));
        let places = line.matches("scenarios.rs:").count();
        assert_eq!(places, 2, "where it started, and the set-up: {line}");
        assert!(line.ends_with("[unended]"), "{line}");
    }
}

#[test]
fn spans_that_have_ended_are_none() {
    let output = run("open", &[NONE, ("TRACED_TESTS_END", "1")]);
    let text = printed(&output);
    assert!(text.contains("open 0 unended 0"), "{text}");
    assert_eq!(said(&output), [""; 0]);
}
