//! Compiles every case and compares what the compiler says with the `.stderr` beside it.
//!
//! A case is named after the mistake that it makes. `TRYBUILD=overwrite` writes the messages anew;
//! read the difference. They are the words of one compiler, the one `rust-toolchain.toml` pins.
#![allow(missing_docs, reason = "a test")]

use std::io;

use traced_ui_tests::is_pinned;

#[test]
fn ui() -> io::Result<()> {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    if is_pinned()? {
        cases.compile_fail("fail/*/*.rs");
    }
    Ok(())
}
