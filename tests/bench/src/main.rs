//! What a span costs, with this crate and with others: `cargo run --release`.
//!
//! One run measures everything, sample by sample in turn, so that what else the machine does
//! meets all alike; the ratios are what to read. Every exporter counts what arrives: nobody
//! looks fast by dropping. The tables are written into docs/performance.md.

mod emitted;
mod fast;
mod floor;
mod harness;
mod instrumented;
mod mode;
mod report;
mod sdk;
mod subject;
mod traced_spans;

use std::process::Command;

use mode::Mode;

fn main() {
    if let Ok(mode) = std::env::var(mode::VARIABLE) {
        return harness::measure(Mode::named(&mode));
    }
    let program = std::env::current_exe().expect("this program has a path");
    let mut rows = Vec::new();
    for mode in Mode::ALL {
        // What is installed is installed for a whole process.
        let output = Command::new(&program)
            .env(mode::VARIABLE, mode.name())
            .output()
            .expect("this program runs again");
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{} failed", mode.name());
        let text = String::from_utf8(output.stdout).expect("rows are text");
        rows.extend(text.lines().map(report::Row::parse));
    }
    let tables = report::tables(&rows);
    println!("{tables}");
    report::write(&tables);
}
