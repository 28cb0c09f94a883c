//! What a large registry costs: `cargo run -p traced-conventions --example large_registry`.
//!
//! It prints the time to read 10,000 attributes in each of Weaver's formats, once per crate, and
//! the times of what happens per `#[traced]`. The budget is 300 ms in a debug build.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use traced_conventions::{Conventions, Fact, Policy, Registry, SpanFacts, check, semconv};

const ATTRIBUTES: usize = 10_000;
const RUNS: usize = 7;

fn main() {
    for (format, text) in [("groups:", groups()), ("definition/2", definitions())] {
        let read = || Registry::read([("registry.yaml", text.as_bytes())]);
        let kib = text.len() >> 10;
        println!(
            "{ATTRIBUTES} attributes, {format}, {kib} KiB: {:?}",
            fastest(|| assert!(read().is_ok()))
        );
        let Ok(registry) = read() else { return };
        let Ok(conventions) = Conventions::new(Policy::default(), registry) else {
            return;
        };
        let mut span = SpanFacts::written(Fact::new("order.place", ()));
        let keys = [
            "com.acme.area_7.key_700",
            "http.request.method",
            "com.acme.area_7.key_70x",
        ];
        span.attributes = keys.map(|key| Fact::new(key, ()).into()).to_vec();
        println!(
            "one span with {} attributes judged: {:?}",
            keys.len(),
            fastest(|| drop(check(&span, &conventions)))
        );
    }
    println!(
        "one built-in attribute found: {:?}",
        fastest(|| assert!(semconv::attribute("http.request.method").is_some()))
    );
}

fn fastest(mut run: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let started = Instant::now();
        run();
        started.elapsed()
    });
    times.min().unwrap_or_default()
}

fn groups() -> String {
    let mut text = "groups:\n  - id: registry.acme\n    type: attribute_group\n    brief: Acme\n    attributes:\n".to_owned();
    for i in 0..ATTRIBUTES {
        let area = i / 100;
        let _ = write!(
            text,
            "      - id: com.acme.area_{area}.key_{i}\n        type: string\n        \
             stability: development\n        brief: The key {i} of its area\n"
        );
    }
    text
}

fn definitions() -> String {
    let mut text = "file_format: definition/2\nattributes:\n".to_owned();
    for i in 0..ATTRIBUTES {
        let area = i / 100;
        let _ = writeln!(
            text,
            "  - {{key: com.acme.area_{area}.key_{i}, type: string, stability: development, \
             brief: The key {i} of its area}}"
        );
    }
    text
}
