//! What the operating system says of this process (Linux).

use std::fs;

/// Seconds of processor time that all threads of this process have used, those that have
/// ended included.
pub fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    // After the name, which may hold anything: fields 14 and 15 of proc(5), in ticks.
    let (_, rest) = stat.rsplit_once(')').expect("a name");
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<f64>().expect("a number");
    // The kernel's unit towards processes, on every architecture that Rust knows.
    const TICKS_PER_SECOND: f64 = 100.0;
    (ticks(11) + ticks(12)) / TICKS_PER_SECOND
}

/// The most memory that this process has had at once, in MiB.
pub fn peak_mebibytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.expect("a number") / 1024.0
}
