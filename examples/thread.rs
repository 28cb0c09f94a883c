//! Threads keep the trace of whoever starts them, also those that borrow.
//!
//! `cargo run --example thread` prints:
//!
//! ```text
//! report.build
//!   column.sum
//!   column.sum
//!   report.archive
//! ```

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use traced::{testing, thread, traced};

#[traced("column.sum")]
fn sum(column: &[u32]) -> u32 {
    column.iter().sum()
}

#[traced("report.archive")]
fn archive(total: u32) -> String {
    format!("archived {total}")
}

#[traced("report.build", root)]
fn build_report(columns: &[Vec<u32>]) -> String {
    let total = thread::scope(|scope| {
        let sums: Vec<_> = columns
            .iter()
            .map(|column| scope.spawn(|| sum(column)))
            .collect();
        let sums = sums.into_iter().map(|sum| sum.join().expect("it adds up"));
        sums.sum()
    });
    let archivist = thread::Builder::new().name("archivist".to_owned());
    let archived = archivist.spawn(move || archive(total));
    archived.expect("a thread").join().expect("it is sound")
}

fn main() {
    let columns = [vec![1, 2], vec![3, 4]];
    let recorded = testing::record_sync(|| build_report(&columns));
    assert_eq!(recorded.output, "archived 10");
    recorded.assert_connected();
    print!("{}", recorded.tree());
}
