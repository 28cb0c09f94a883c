//! What each adapter adds to one HTTP request through axum and to one gRPC call through tonic, over loopback.
//!
//! ```text
//! cd tests/bench-adapters && cargo run --release [exchanges [rounds]]
//! ```
//!
//! Each variant runs in processes of its own, in turns, for OpenTelemetry and `tracing` allow
//! one set-up a process. The mean of the fastest quarter of the rounds counts: everything else on the
//! machine only ever adds, and one process may be lucky in where its memory lies. Rounds are short and many: what differs
//! from process to process is more than what the leanest adapters differ by. Server and client share one thread, and the connection is kept, so that the
//! difference to the service without a layer is the layer's. Where the system says it (Linux),
//! the time is what the thread spent computing: waking up for a packet takes longer than any
//! layer does. Allocations are those of the whole process.

mod alloc;
mod clock;
mod grpc;
mod http;
mod setup;

use std::io::Write as _;
use std::process::{Command, ExitCode};

use clock::Clock;
use setup::Adapter;

#[global_allocator]
static COUNTING: alloc::Counting = alloc::Counting;

/// What is measured, by protocol: the service alone, which the others add to, and then in groups that leave their spans
/// to the same: first to a processor that drops them, and then to a thread that exports them. The first of each group is
/// ours.
const VARIANTS: [(&str, &[&[Row]]); 2] = [
    (
        "one HTTP request through axum",
        &[
            &[("no layer", Adapter::None)],
            &[
                ("traced-tower", Adapter::Traced),
                (
                    "opentelemetry-instrumentation-tower",
                    Adapter::InstrumentationTower,
                ),
                ("axum-tracing-opentelemetry", Adapter::TracingOpentelemetry),
            ],
            &[
                ("traced-tower", Adapter::TracedOwn),
                (
                    "opentelemetry-instrumentation-tower",
                    Adapter::InstrumentationTowerBatch,
                ),
                (
                    "axum-tracing-opentelemetry",
                    Adapter::TracingOpentelemetryBatch,
                ),
            ],
        ],
    ),
    (
        "one gRPC call through tonic, client and server",
        &[
            &[("no layers", Adapter::None)],
            &[
                ("traced-tonic", Adapter::Traced),
                ("tonic-tracing-opentelemetry", Adapter::TracingOpentelemetry),
            ],
            &[
                ("traced-tonic", Adapter::TracedOwn),
                (
                    "tonic-tracing-opentelemetry",
                    Adapter::TracingOpentelemetryBatch,
                ),
            ],
        ],
    ),
];

type Row = (&'static str, Adapter);

/// What is said of each group.
const GROUPS: [&str; 3] = ["", "spans dropped at once", "spans exported by a thread"];

/// What one exchange costs.
#[derive(Clone, Copy)]
struct Cost {
    micros: f64,
    allocations: f64,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [role, table, row, exchanges] = &arguments[..]
        && role == "--measure"
    {
        let (_, groups) = VARIANTS[parse(table)];
        let (_, adapter) = groups.concat()[parse(row)];
        let cost = measure(parse(table) == 1, adapter, parse(exchanges));
        println!("{} {}", cost.micros, cost.allocations);
        return ExitCode::SUCCESS;
    }
    let exchanges = arguments.first().map_or(3_000, |text| parse(text));
    let rounds = arguments.get(1).map_or(40, |text| parse(text));

    let mut costs = VARIANTS.map(|(_, groups)| vec![Vec::new(); groups.concat().len()]);
    for round in 1..=rounds {
        eprint!("\rround {round} of {rounds}");
        let _ = std::io::stderr().flush();
        for (table, costs) in costs.iter_mut().enumerate() {
            for (row, costs) in costs.iter_mut().enumerate() {
                costs.push(in_a_process(table, row, exchanges));
            }
        }
    }
    eprintln!();
    let mut least = true;
    for ((title, groups), costs) in VARIANTS.iter().zip(&mut costs) {
        println!("{title}, {exchanges} in each of {rounds} rounds, the fastest quarter");
        let costs: Vec<Cost> = costs.iter_mut().map(|costs| fastest(costs)).collect();
        least &= report(groups, &costs);
    }
    if least {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The mean of the fastest quarter.
fn fastest(costs: &mut [Cost]) -> Cost {
    costs.sort_by(|one, other| one.micros.total_cmp(&other.micros));
    let kept = &costs[..costs.len().div_ceil(4)];
    let mean = |of: fn(&Cost) -> f64| kept.iter().map(of).sum::<f64>() / kept.len() as f64;
    Cost {
        micros: mean(|cost| cost.micros),
        allocations: mean(|cost| cost.allocations),
    }
}

/// Prints one table; false if another adapter adds as much as ours, or less.
fn report(groups: &[&[Row]], costs: &[Cost]) -> bool {
    println!(
        "{:36} {:>10} {:>10} {:>12}",
        "", "µs", "added µs", "added allocs"
    );
    let (bare, mut rest) = (costs[0], costs);
    let mut least = true;
    for (group, what) in groups.iter().zip(GROUPS) {
        if !what.is_empty() {
            println!("{what}");
        }
        let (costs, after) = rest.split_at(group.len());
        rest = after;
        for ((name, _), cost) in group.iter().zip(costs) {
            println!(
                "{name:36} {:>10.2} {:>10.2} {:>12.1}",
                cost.micros,
                cost.micros - bare.micros,
                cost.allocations - bare.allocations,
            );
        }
        let (ours, others) = (costs[0], &costs[1..]);
        least &= others
            .iter()
            .all(|other| ours.micros < other.micros && ours.allocations < other.allocations);
    }
    least
}

fn in_a_process(table: usize, row: usize, exchanges: usize) -> Cost {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program)
        .args([
            "--measure",
            &table.to_string(),
            &row.to_string(),
            &exchanges.to_string(),
        ])
        .env("TRACED_DIAGNOSTICS", "off")
        .output()
        .expect("a child process");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().filter_map(|word| word.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(micros), Some(allocations)) => Cost {
            micros,
            allocations,
        },
        _ => panic!("{}", String::from_utf8_lossy(&output.stderr)),
    }
}

fn measure(grpc: bool, adapter: Adapter, exchanges: usize) -> Cost {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    /// Runs `$once` so often that memory and threads have found their ways, and then `exchanges` times.
    macro_rules! repeat {
        ($once:expr) => {{
            for _ in 0..exchanges {
                $once;
            }
            let (start, before) = (Clock::now(), alloc::allocations());
            for _ in 0..exchanges {
                $once;
            }
            let count = exchanges as f64;
            Cost {
                micros: start.elapsed().as_secs_f64() * 1e6 / count,
                allocations: (alloc::allocations() - before) as f64 / count,
            }
        }};
    }
    runtime.block_on(async {
        if grpc {
            grpc::with_client!(adapter, |client| repeat!(grpc::exchange(&mut client).await))
        } else {
            let mut connection = http::Connection::open(adapter).await;
            repeat!(connection.exchange().await)
        }
    })
}

fn parse(text: &str) -> usize {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number: [exchanges [rounds]]"))
}
