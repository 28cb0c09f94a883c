//! The export path against real sockets and against exporters that misbehave.

mod answers;
mod ends;
mod faults;
mod faults_grpc;
mod formats;
mod grpc;
mod http;
mod lifecycle;
mod outage;
mod tls;
mod worker;

use std::time::{Duration, Instant};

use traced::Telemetry;
use traced::diagnostics::Captured;
use traced::opentelemetry::Context;
use traced::provider::{Local, Scope};
use traced::span::SpanStart;

const SCOPE: Scope = Scope::new("export-tests", "1");

/// A set-up that is installed nowhere, from these variables.
#[track_caller]
fn telemetry(variables: &[(&str, &str)]) -> Telemetry {
    builder(variables).build().expect("a valid configuration")
}

#[track_caller]
fn builder(variables: &[(&str, &str)]) -> traced::setup::Builder {
    let variables: Vec<(String, String)> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    traced::builder("export-tests").environment(move |name| {
        let found = variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    })
}

/// The context under which spans go to this set-up.
fn context(telemetry: &Telemetry) -> Context {
    Context::new().with_value(Local(telemetry.provider()))
}

/// Ends `count` root spans, named `s0`, `s1` and so on.
fn spans(telemetry: &Telemetry, count: usize) {
    let cx = context(telemetry);
    for index in 0..count {
        let span = SpanStart::new(&SCOPE, format!("s{index}")).parent(cx.clone());
        span.root().start().end();
    }
}

/// Waits until `condition` holds; a test that waits in vain fails.
#[track_caller]
fn wait_for(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// One of the two protocols at this endpoint.
fn over<'a>(protocol: &'a str, endpoint: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
    ]
}

/// The captured lines that speak of this target.
fn about(captured: &Captured, target: &str) -> Vec<String> {
    let target = target.trim_start_matches("http://");
    let lines = captured.lines().into_iter();
    lines.filter(|line| line.contains(target)).collect()
}
