//! The readers against files that nobody meant: no input may make them panic, hang or answer with
//! anything but one line about one line of the file.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

mod mutate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use mutate::Mutator;
use traced_conventions::{Policy, ReadError, Registry};

const V1: &str = include_str!("seeds/v1.yaml");
const V2: &str = include_str!("seeds/v2.yaml");
const ODD: &str = include_str!("seeds/odd.yaml");
const POLICY: &str = include_str!("seeds/traced.toml");

/// More inputs than anybody waits for would make the suite slow; `TRACED_FUZZ` asks for more.
fn rounds() -> usize {
    let asked = std::env::var("TRACED_FUZZ").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(4_000)
}

type Read = fn(&[u8]) -> Result<(), ReadError>;

fn registry(bytes: &[u8]) -> Result<(), ReadError> {
    let registry = Registry::read([("file", bytes)])?;
    for span in registry.spans() {
        for attribute in &span.attributes {
            assert!(!attribute.key.is_empty(), "{span:?}");
        }
    }
    Ok(())
}

fn policy(bytes: &[u8]) -> Result<(), ReadError> {
    Policy::read("file", bytes).map(drop)
}

/// Reads one input after the other on a thread of its own; the answer is how many were accepted.
fn fuzz(read: Read, seeds: &'static [&'static str]) -> usize {
    let (done, outcome) = mpsc::channel();
    thread::spawn(move || {
        let mut mutator = Mutator::new(0x9E37_79B9_7F4A_7C15, seeds);
        let mut accepted = 0;
        for _ in 0..rounds() {
            let input = mutator.next();
            let started = Instant::now();
            let result = catch_unwind(AssertUnwindSafe(|| read(&input)));
            let verdict = match result {
                Err(_) => Err("panicked".to_owned()),
                Ok(Ok(())) => {
                    accepted += 1;
                    Ok(())
                }
                Ok(Err(error)) => judged(&error, &input),
            };
            if let Err(verdict) = verdict {
                let text = String::from_utf8_lossy(&input).into_owned();
                let _ = done.send(Err(format!("{verdict}\n{text}")));
                return;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "too slow");
        }
        let _ = done.send(Ok(accepted));
    });
    let outcome = outcome.recv_timeout(Duration::from_secs(300));
    match outcome.expect("a reader answers") {
        Ok(accepted) => accepted,
        Err(message) => panic!("{message}"),
    }
}

/// An error is one line, and about a line that the file has.
fn judged(error: &ReadError, input: &[u8]) -> Result<(), String> {
    let lines = input.split(|byte| *byte == b'\n').count() + 1;
    let line = error.line().map_or(1, |line| line as usize);
    let text = error.to_string();
    let is_short = text.len() < 2_000 && !text.contains('\n');
    if is_short && line <= lines && !error.message().is_empty() {
        Ok(())
    } else {
        Err(format!("an error that is none: {text:?}"))
    }
}

#[test]
fn seeds_are_read() {
    for seed in [V1, V2, ODD] {
        assert_eq!(registry(seed.as_bytes()), Ok(()));
    }
    assert_eq!(policy(POLICY.as_bytes()), Ok(()));
}

#[test]
fn no_registry_breaks_the_reader() {
    let accepted = fuzz(registry, &[V1, V2, ODD]);
    println!(
        "{accepted} of {} mutated registries were accepted",
        rounds()
    );
    assert!(accepted > 0 && accepted < rounds());
}

#[test]
fn no_policy_breaks_the_reader() {
    let accepted = fuzz(policy, &[POLICY]);
    println!("{accepted} of {} mutated policies were accepted", rounds());
    assert!(accepted > 0 && accepted < rounds());
}

#[test]
fn sizes_are_bounded() {
    for (name, text) in [
        ("brackets", "[".repeat(1 << 20)),
        ("braces", "{a: ".repeat(1 << 18)),
        ("dashes", "- ".repeat(1 << 20)),
        ("deeper and deeper", deeper()),
        ("anchors", "&a ".repeat(1 << 18)),
        (
            "one long key",
            format!("groups: [{{{}: 1}}]", "k".repeat(1 << 20)),
        ),
        ("many keys", many_keys()),
        ("newlines", "\n".repeat(1 << 20)),
        ("quotes", "'".repeat(1 << 20)),
        ("backslashes", format!("\"{}\"", "\\".repeat(1 << 20))),
        ("colons", ": ".repeat(1 << 18)),
        ("question marks", "? ".repeat(1 << 18)),
    ] {
        let started = Instant::now();
        assert!(registry(text.as_bytes()).is_err(), "{name}");
        assert!(
            policy(text.as_bytes()).is_err() || name == "newlines",
            "{name}"
        );
        println!("{name}: {:?}", started.elapsed());
    }
}

fn deeper() -> String {
    let levels: Vec<String> = (0..400).map(|level| " ".repeat(level)).collect();
    levels.join("a:\n")
}

fn many_keys() -> String {
    let keys: Vec<String> = (0..100_000).map(|key| key.to_string()).collect();
    keys.join(": 1\nk")
}
