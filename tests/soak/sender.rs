//! A process that makes spans on two threads and says what that took.

use std::thread;
use std::time::{Duration, Instant};

use crate::measure::{cpu_seconds, peak_mebibytes};
use crate::variant::{self, SPANS};

const THREADS: u64 = 2;

/// How much, and how long.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Spans a second, of all threads together; 0 is as fast as they can.
    pub rate: u64,
    pub seconds: u64,
}

/// Prints: spans made, seconds, seconds of processor time, MiB at the peak, and how many
/// spans the variant itself knows to be lost.
pub fn run(name: &str, protocol: &str, endpoint: &str, load: &Load) {
    let variant = variant::set_up(name, protocol, endpoint);
    let (start, before) = (Instant::now(), cpu_seconds());
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (work, load) = (variant.work, *load);
            thread::spawn(move || make(work, load))
        })
        .collect();
    let made: u64 = threads.into_iter().map(|t| t.join().expect("spans")).sum();
    let wall = start.elapsed().as_secs_f64();
    let known_to_be_lost = (variant.end)();
    let cpu = cpu_seconds() - before;
    println!(
        "{made} {wall} {cpu} {} {known_to_be_lost}",
        peak_mebibytes()
    );
}

/// How often a thread looks what is due. Each look costs a system call, which would be most
/// of what is measured if there were one for each tree.
const TICK: Duration = Duration::from_millis(10);

/// Makes trees of [`SPANS`] spans; how many spans that were.
fn make(work: fn(i64, &str), load: Load) -> u64 {
    // Not known to the compiler: an attribute whose text has to be copied.
    let sku = format!("book-{}", std::process::id());
    let start = Instant::now();
    let end = Duration::from_secs(load.seconds);
    let mut trees = 0;
    loop {
        let elapsed = start.elapsed();
        let due = match load.rate {
            0 => trees + 1_000,
            rate => elapsed.min(end).as_micros() as u64 * rate / (1_000_000 * SPANS * THREADS),
        };
        while trees < due {
            work(i64::try_from(trees).expect("a short run"), &sku);
            trees += 1;
        }
        if elapsed >= end {
            return trees * SPANS;
        }
        if load.rate > 0 {
            thread::sleep(TICK);
        }
    }
}
