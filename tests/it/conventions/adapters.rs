//! No test of an adapter records spans that nobody judges.

use std::fs;

use traced::context::run_in;
use traced::opentelemetry::KeyValue;
use traced::span::SpanStart;
use traced::testing::Rule;
use traced_tests::architecture::{rust_files, workspace_root};
use traced_tests::conforming::record_allowing;
use traced_tests::memory::Memory;
use traced_tests::panics::message;

use super::harness::SCOPE;

/// Where adapters, and what goes by the conventions of a type of span, are tested.
const FOLDERS: [&str; 4] = [
    "tests/it/http",
    "tests/it/grpc",
    "tests/it/sql",
    "tests/it/propagation",
];

/// What records without judging: `traced_tests` has what does both.
const UNJUDGED: [&str; 4] = [
    "testing::record",
    "testing::{Recorded, record",
    "Recorder",
    "InMemorySpanExporter",
];

#[test]
fn every_recording_of_an_adapter_s_test_is_judged() {
    let mut files = 0;
    for folder in FOLDERS {
        for file in rust_files(folder).expect("the sources are readable") {
            let text = fs::read_to_string(workspace_root().join(file.path()));
            let text = text.expect("the source is readable");
            files += 1;
            for word in UNJUDGED {
                let path = file.path();
                assert!(
                    !text.contains(word),
                    "{path}: `{word}` records without judging"
                );
            }
        }
    }
    assert!(files > 30, "{files} files");
}

fn kept(name: &'static str) -> Memory {
    let memory = Memory::new();
    run_in(memory.context(), || {
        let span = SpanStart::new(&SCOPE, name);
        let span = span.attributes(vec![KeyValue::new("http.status_code", 200)]);
        span.start().end();
    });
    memory
}

#[test]
fn a_recording_that_does_not_conform_fails_its_test() {
    let memory = kept("step");
    let panicked = message(|| drop(memory));
    assert!(panicked.contains("[deprecated-attribute]"), "{panicked}");
    drop(kept("step").allowing(Rule::DeprecatedAttribute));
}

#[test]
fn an_exception_that_is_not_needed_fails_its_test() {
    let memory = kept("step")
        .allowing(Rule::DeprecatedAttribute)
        .allowing(Rule::NameStyle);
    assert_eq!(
        message(|| drop(memory)),
        "nothing breaks name-style, which need not be allowed"
    );
}

#[tokio::test]
async fn a_recorded_future_is_judged_too() {
    let wrong = || async { drop(SpanStart::new(&SCOPE, "").start()) };
    let failed = tokio::spawn(record_allowing(&[], wrong())).await;
    assert!(failed.expect_err("judged").is_panic());
    record_allowing(&[Rule::NameStyle], wrong()).await;
}
