//! What exported spans cost from end to end: two threads make spans at a given rate, or as
//! fast as they can, and export them to a real OTLP receiver in another process.
//!
//! ```text
//! cd tests/soak && cargo run --release [seconds [rounds [page]]]
//! ```
//!
//! The table is printed, and written into the page, between its lines `<!-- soak -->` and
//! `<!-- /soak -->`.
//!
//! Each run is a process of its own, and the variants take turns, so that whatever else the
//! machine does meets them all. The receiver decodes every request and counts what is in it;
//! what a sender made and the receiver did not see is lost, whoever knows of it. Processor
//! time is that of the sender's whole process, its exporter's threads included, from the
//! first span to the end of its shutdown; memory is the peak of the process.

mod measure;
mod receiver;
mod report;
mod sender;
mod variant;

use std::process::{Command, Stdio};

use receiver::Receiver;
use report::{Run, table};
use variant::NAMES;

const PROTOCOLS: [&str; 2] = ["grpc", "http/protobuf"];

/// Spans a second, of both threads together; 0 is as fast as they can.
const RATES: [u64; 3] = [20_000, 100_000, 0];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--receive"] => receiver::serve(),
        ["--send", name, protocol, endpoint, rate, seconds] => {
            let load = sender::Load {
                rate: number(rate),
                seconds: number(seconds),
            };
            sender::run(name, protocol, endpoint, &load);
        }
        [] => print!("{}", compare(10, 3)),
        [seconds] => print!("{}", compare(number(seconds), 3)),
        [seconds, rounds] => print!("{}", compare(number(seconds), number(rounds))),
        [seconds, rounds, page] => {
            let table = compare(number(seconds), number(rounds));
            print!("{table}");
            write(page, &table);
        }
        _ => panic!("usage: soak [seconds [rounds [page]]]"),
    }
}

fn number(text: &str) -> u64 {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number"))
}

/// Replaces what stands between the two marks.
fn write(page: &str, table: &str) {
    const MARKS: [&str; 2] = ["<!-- soak -->\n", "<!-- /soak -->"];
    let text = std::fs::read_to_string(page).expect("a page");
    let (before, rest) = text.split_once(MARKS[0]).expect("the first mark");
    let (_, after) = rest.split_once(MARKS[1]).expect("the second mark");
    let text = format!("{before}{}\n{table}\n{}{after}", MARKS[0], MARKS[1]);
    std::fs::write(page, text).expect("a page that can be written");
}

fn compare(seconds: u64, rounds: u64) -> String {
    let receiver = Receiver::start();
    let mut runs = Vec::new();
    for round in 1..=rounds {
        for protocol in PROTOCOLS {
            for rate in RATES {
                for name in NAMES {
                    eprintln!("round {round} of {rounds}: {name}, {protocol}, {rate}/s");
                    runs.push(one(&receiver, name, protocol, rate, seconds));
                }
            }
        }
    }
    table(&runs, seconds, rounds)
}

/// One sender, from its start to its end.
fn one(
    receiver: &Receiver,
    name: &'static str,
    protocol: &'static str,
    rate: u64,
    seconds: u64,
) -> Run {
    let before = receiver.received();
    let program = std::env::current_exe().expect("this program");
    let endpoint = format!("http://{}", receiver.address);
    let output = Command::new(program)
        .args(["--send", name, protocol, &endpoint])
        .args([rate.to_string(), seconds.to_string()])
        .env("TRACED_DIAGNOSTICS", "off")
        .stderr(Stdio::inherit())
        .output()
        .expect("a sender");
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    let [made, wall, cpu, peak, dropped] = numbers[..] else {
        panic!("{name} said {text:?}");
    };
    Run {
        name,
        protocol,
        rate,
        made,
        wall,
        cpu,
        peak,
        dropped,
        received: receiver.settled(before) as f64,
    }
}
