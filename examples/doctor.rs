//! Says whether traces would arrive, and what to do if not.
//!
//! ```text
//! OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318 cargo run --example doctor
//! ```

#![forbid(unsafe_code)]

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let report = traced::doctor();
    // A closed stdout is not worth a panic.
    let _ = writeln!(std::io::stdout(), "{report}");
    if report.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
