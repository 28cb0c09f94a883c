//! Runs each example, as `cargo run --example` would, and holds it to the output that its
//! documentation promises.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where cargo puts examples, seen from where it puts tests. `cargo test` builds both.
fn binary(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test is a file");
    let target = test.ancestors().nth(2).expect("target/debug/deps/..");
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    target.join("examples").join(name)
}

/// The block of text in the documentation of an example.
fn promised(name: &str) -> String {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{name}.rs"));
    let source = fs::read_to_string(source).expect("an example is named after its file");
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let block = lines.skip_while(|line| *line != " ```text").skip(1);
    let block = block.take_while(|line| *line != " ```");
    block.map(|line| line[1..].to_owned() + "\n").collect()
}

#[track_caller]
fn tell(name: &str) {
    let binary = binary(name);
    assert!(
        binary.exists(),
        "{name} is not built: run `cargo test -p traced-examples`"
    );
    let mut command = Command::new(binary);
    for (variable, _) in env::vars() {
        if variable.starts_with("OTEL_") || variable.starts_with("TRACE") {
            command.env_remove(variable);
        }
    }
    // What was set up is no complaint.
    command.env("OTEL_LOG_LEVEL", "warn");
    let output = command.output().expect("it runs");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaints}");
    assert_eq!(complaints, "", "a sound program has nothing to complain of");
    let promised = promised(name);
    assert_ne!(promised, "", "{name} promises an output");
    assert_eq!(String::from_utf8_lossy(&output.stdout), promised);
}

#[test]
fn spawn() {
    tell("spawn");
}

#[test]
fn timer() {
    tell("timer");
}

#[test]
fn channel() {
    tell("channel");
}

#[test]
fn thread() {
    tell("thread");
}

#[test]
fn child_process() {
    tell("child_process");
}

#[test]
fn periodic_job() {
    tell("periodic_job");
}
