//! Compiles every case and compares what the compiler says with the `.stderr` beside it.
//!
//! A case is named after the mistake that it makes. `TRYBUILD=overwrite` writes the messages anew;
//! read the difference. They are the words of one compiler, the one `rust-toolchain.toml` pins.
#![allow(missing_docs, reason = "a test")]

use std::io::{self, Write as _};
use std::process::Command;

const PINNED: &str = "1.95.0";

#[test]
fn ui() -> io::Result<()> {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    let compiler = Command::new("rustc").arg("--version").output()?;
    let compiler = String::from_utf8_lossy(&compiler.stdout);
    if compiler.split_whitespace().nth(1) == Some(PINNED) {
        cases.compile_fail("fail/*/*.rs");
    } else {
        // Not by `eprintln!`, which the test harness captures.
        writeln!(
            io::stderr(),
            "ui-tests: the messages were NOT checked: they are those of rustc {PINNED}, \
             and this is {compiler}",
        )?;
    }
    Ok(())
}
