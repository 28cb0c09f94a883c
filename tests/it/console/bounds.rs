//! Many spans, many threads, a terminal that is slow or gone.

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use traced::export::console::{Console, Options, Style};
use traced::provider::Sink;

use super::fixture::{context, span};
use super::sink::{Desk, PATIENCE};

#[test]
fn eight_threads_end_spans_and_each_is_printed_once() {
    const THREADS: u64 = 8;
    const TRACES: u64 = 50;
    const SPANS: u64 = 10;
    let desk = Desk::new();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let console = Arc::clone(&desk.console);
            scope.spawn(move || {
                for trace in 0..TRACES {
                    // Every second trace is shared by all threads.
                    let trace_id = if trace % 2 == 0 {
                        trace + 1
                    } else {
                        1_000 * (thread + 1) + trace
                    };
                    for number in 0..SPANS {
                        let id = 1 + (thread * TRACES + trace) * SPANS + number;
                        console.started(&context(trace_id.into(), id), false);
                        let name = format!("span-{id};");
                        console.ended(
                            span(id, 0, name, id, id + 1)
                                .trace(trace_id.into())
                                .data()
                                .into(),
                        );
                    }
                }
            });
        }
    });
    let printed = desk.rest().concat();
    let mut seen = HashSet::new();
    for word in printed
        .split_whitespace()
        .filter(|word| word.starts_with("span-"))
    {
        assert!(seen.insert(word), "{word} was printed twice");
    }
    assert_eq!(seen.len() as u64, THREADS * TRACES * SPANS);
}

#[test]
fn too_many_spans_are_printed_early() {
    let desk = Desk::with(|options| options.limits(10, 3));
    desk.start(1, false);
    for id in 2..=5 {
        desk.end(span(id, 1, "child", id, id + 1));
    }
    assert_eq!(
        desk.next().lines().next(),
        Some(
            "trace  1 service · 4 spans · 1 span still open · printed early: too many spans at once"
        )
    );
    desk.end(span(1, 0, "root", 0, 10));
    assert_eq!(
        desk.next(),
        "trace  continued · 1 service · 1 span\n[unknown_service] root\n"
    );
}

#[test]
fn too_many_traces_are_printed_early_and_no_orphan_is_invented() {
    let desk = Desk::with(|options| options.limits(2, 100));
    desk.start(1, false);
    desk.end(span(2, 1, "child", 2, 3));
    for trace in 10..12 {
        desk.console.started(&context(trace, 1), false);
    }
    assert_eq!(
        desk.next(),
        "trace  1 service · 1 span · 1 span still open · printed early: too many traces at once\n\
         span … is still open\n\
         └─ [unknown_service] child\n"
    );
    desk.end(span(3, 1, "sibling", 4, 5));
    desk.console
        .flush(Instant::now() + PATIENCE)
        .expect("a flush");
    let drawn = desk.next();
    assert!(drawn.contains("parent … is not known any more"), "{drawn}");
    assert!(!drawn.contains("orphan"), "{drawn}");
}

#[test]
fn spans_that_only_start_do_not_pile_up() {
    let desk = Desk::with(|options| options.limits(5, 100));
    for id in 1..10_000 {
        desk.start(id, true);
        desk.console.started(&context(u128::from(id), 1), false);
    }
    assert!(desk.rest().is_empty());
}

/// Takes nothing until the other end is dropped.
struct Stuck(Receiver<()>);

impl Write for Stuck {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.recv();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_stuck_terminal_blocks_nobody() {
    let (unblock, stuck) = channel();
    let options = Options::default()
        .writer(Stuck(stuck))
        .style(Style::new(80))
        .limits(10, 5);
    let console = Console::with(options).expect("a thread");
    for id in 1..1_000 {
        console.ended(span(id, 0, "root", 0, 1).data().into());
    }
    let soon = || Instant::now() + Duration::from_millis(50);
    assert_eq!(
        console.flush(soon()),
        Err("the console exporter did not finish printing in time".to_owned())
    );
    assert_eq!(
        console.shutdown(soon()),
        Err("the console exporter gave up 10 spans: standard output does not take them".to_owned())
    );
    drop(unblock);
    assert_eq!(console.shutdown(Instant::now() + PATIENCE), Ok(()));
}

struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_terminal_that_is_gone_is_reported() {
    let console =
        Console::with(Options::default().writer(Gone).style(Style::new(80))).expect("a thread");
    console.ended(span(1, 0, "root", 0, 1).data().into());
    let deadline = Instant::now() + PATIENCE;
    let failure = "the console exporter cannot write to standard output: broken pipe".to_owned();
    assert_eq!(console.flush(deadline), Err(failure.clone()));
    assert_eq!(console.flush(deadline), Ok(()), "nothing new failed");
    console.ended(span(2, 0, "root", 0, 1).data().into());
    assert_eq!(console.shutdown(deadline), Err(failure));
    assert_eq!(console.shutdown(deadline), Ok(()));
}

#[test]
fn the_owner_of_the_account_counts_what_became_of_each_span() {
    const SPANS: u64 = 500;
    let before = traced::provider::stats();
    let deadline = Instant::now() + PATIENCE;
    for (writer, close_first) in [
        (Box::new(io::sink()) as Box<dyn Write + Send>, false),
        (Box::new(Gone), false),
        (Box::new(io::sink()), true),
    ] {
        let options = Options::default()
            .owns_account(true)
            .writer(writer)
            .style(Style::new(80));
        let console = Console::with(options).expect("a thread");
        if close_first {
            console.shutdown(deadline).expect("nothing to print");
        }
        for id in 1..=SPANS {
            console.ended(span(id, 0, "root", 0, 1).data().into());
        }
        let _ = console.shutdown(deadline);
    }
    // Other tests of this process count too.
    let after = traced::provider::stats();
    assert!(after.exported - before.exported >= SPANS);
    assert!(after.failed - before.failed >= SPANS);
    assert!(after.dropped - before.dropped >= SPANS);
}
