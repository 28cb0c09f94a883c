//! Measuring: every subject's sample of a workload in turn, round by round, and the medians.

use std::sync::Barrier;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::mode::Mode;
use crate::subject::Subject;
use crate::{emitted, fast, floor, instrumented, sdk, traced_spans};

const SUBJECTS: [Subject; 9] = [
    traced_spans::ATTACHED,
    traced_spans::LEAF,
    sdk::SUBJECT,
    instrumented::SUBJECT,
    fast::ATTRIBUTE,
    fast::LOCAL,
    fast::WHOLE,
    emitted::SUBJECT,
    floor::SUBJECT,
];

/// Makes so many spans.
type Run = fn(usize);

/// One workload: a name, which function it is, how many spans, in how many threads.
struct Workload {
    name: &'static str,
    function: fn(&Subject) -> Option<Run>,
    spans: usize,
    threads: usize,
    rounds: usize,
}

fn workloads(mode: Mode) -> Vec<Workload> {
    let one = |name, function, spans, rounds| Workload {
        name,
        function,
        spans,
        threads: 1,
        rounds,
    };
    let mut all = vec![
        one("plain", |subject| Some(subject.plain), 1_000, 201),
        one("2 attributes", |subject| subject.two, 1_000, 101),
        one("10 attributes", |subject| subject.ten, 1_000, 51),
        one("10 awaits", |subject| subject.awaits, 1_000, 51),
    ];
    if mode == Mode::Exported {
        all.push(one("error", |subject| subject.error, 1_000, 51));
        all.push(Workload {
            threads: 2,
            ..one(
                "plain, 2 threads",
                |subject| Some(subject.plain),
                1_000,
                101,
            )
        });
        for (name, spans, rounds) in [("tree of 10", 10, 201), ("tree of 100k", 100_000, 5)] {
            all.push(one(name, |subject| Some(subject.plain), spans, rounds));
        }
        for (name, spans, rounds) in [("depth 10", 10, 201), ("depth 1k", 1_000, 51)] {
            all.push(one(name, |subject| Some(subject.deep), spans, rounds));
        }
    }
    all
}

/// Measures everything in this process, and prints a row for each subject and workload.
pub fn measure(mode: Mode) {
    let subjects: Vec<&Subject> = SUBJECTS
        .iter()
        .filter(|subject| subject.modes.contains(&mode))
        .filter(|subject| chosen("TRACED_BENCH_SUBJECT", subject.name))
        .collect();
    for subject in &subjects {
        (subject.set_up)(mode);
    }
    for workload in workloads(mode) {
        if !chosen("TRACED_BENCH_WORKLOAD", workload.name) {
            continue;
        }
        let mut times = vec![Vec::new(); subjects.len()];
        let mut lost = vec![0.0_f64; subjects.len()];
        for round in 0..workload.rounds + 2 {
            for (index, subject) in subjects.iter().enumerate() {
                let Some(function) = (workload.function)(subject) else {
                    continue;
                };
                let before = subject.arrived.load(Ordering::Relaxed);
                let time = sample(subject, function, &workload);
                let expected = ((workload.spans + 1) * workload.threads) as u64;
                let expected = if mode == Mode::Exported { expected } else { 0 };
                let arrived = arrival(subject, before, expected);
                // The first rounds warm caches, pools and branch predictors.
                if round < 2 {
                    continue;
                }
                times[index].push(time);
                if mode == Mode::Exported {
                    lost[index] = lost[index].max(1.0 - arrived as f64 / expected as f64);
                }
            }
        }
        for (index, subject) in subjects.iter().enumerate() {
            if let Some(median) = median(&mut times[index]) {
                println!(
                    "{}\t{}\t{}\t{median:.2}\t{:.4}",
                    mode.name(),
                    workload.name,
                    subject.name,
                    lost[index].max(0.0)
                );
            }
        }
    }
}

/// How many spans of a sample arrived. A collector's own thread may hold what a flush does
/// not wait for, so there is a moment for it.
fn arrival(subject: &Subject, before: u64, expected: u64) -> u64 {
    let deadline = Instant::now() + Duration::from_millis(200);
    loop {
        (subject.flush)();
        let arrived = subject.arrived.load(Ordering::Relaxed) - before;
        if arrived >= expected || Instant::now() > deadline {
            return arrived;
        }
        std::thread::yield_now();
    }
}

/// Whether this is one of those between the commas of a variable, if that is set: to look
/// closer at a few.
fn chosen(variable: &str, name: &str) -> bool {
    std::env::var(variable).map_or(true, |names| names.split(',').any(|one| one == name))
}

/// Nanoseconds that this thread has computed for: other work on the machine does not count.
fn processor_time() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

/// Nanoseconds of one thread for each span.
fn sample(subject: &Subject, function: fn(usize), workload: &Workload) -> f64 {
    let run = || {
        let mut time = 0.0;
        (subject.root)(&mut || {
            let start = processor_time();
            function(workload.spans);
            time = processor_time() - start;
        });
        time / workload.spans as f64
    };
    if workload.threads == 1 {
        return run();
    }
    let barrier = Barrier::new(workload.threads);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workload.threads)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    run()
                })
            })
            .collect();
        let times = threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"));
        times.sum::<f64>() / workload.threads as f64
    })
}

fn median(times: &mut [f64]) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied()
}
