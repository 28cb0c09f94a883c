//! What an attribute costs when it is compiled, measured beside its peers in one run:
//!
//! ```text
//! cargo run -p traced-compile-time -- [FUNCTIONS]
//! ```
//!
//! For each attribute it writes a program of that many annotated functions, and builds it with its
//! dependencies built before. What a plain program of the same functions takes is subtracted. Then it
//! builds the macro crates themselves from nothing.
#![forbid(unsafe_code)]

mod build;
mod clock;
mod program;

use std::io::{self, Write as _};
use std::path::Path;

use build::Cost;
use program::PROGRAMS;

fn main() -> io::Result<()> {
    let functions = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1000);
    let scratch = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/compile-time");
    let mut out = io::stdout();
    writeln!(
        out,
        "{functions} functions; processor seconds, and bytes of stripped code per function"
    )?;
    writeln!(
        out,
        "{:<12} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "", "check", "debug", "release", "expand", "bytes"
    )?;
    let mut plain = Cost::default();
    for program in PROGRAMS {
        let cost = build::measure(program, functions, &scratch)?;
        if program.attribute.is_empty() {
            plain = cost;
            writeln!(out, "{:<12} {cost}", program.name)?;
        } else {
            writeln!(out, "{:<12} {}", program.name, cost.above(&plain))?;
        }
    }
    writeln!(out, "\nthe macro crate from nothing, in processor seconds")?;
    for program in PROGRAMS.iter().filter(|program| !program.macros.is_empty()) {
        let seconds = build::cold(program, &scratch)?;
        writeln!(out, "{:<12} {seconds:>8.2}", program.name)?;
    }
    Ok(())
}
