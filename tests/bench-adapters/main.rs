//! What each adapter adds to one HTTP request through axum, over loopback.
//!
//! ```text
//! cd tests/bench-adapters && cargo run --release [requests [rounds]]
//! ```
//!
//! Each variant runs in processes of its own, in turns, for OpenTelemetry and `tracing` allow
//! one set-up a process; the fastest round counts, because everything else on the machine
//! only ever adds. Server and client share one thread, the client allocates nothing, and the
//! connection is kept, so that the difference to the router without a layer is the layer's.
//! Where the system says it (Linux), the time is what the thread spent computing: waking up
//! for a packet takes longer than any layer does.

mod alloc;
mod variant;

use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[global_allocator]
static COUNTING: alloc::Counting = alloc::Counting;

const REQUEST: &[u8] = b"GET /orders/7?page=1 HTTP/1.1\r\n\
    host: shop.example:8080\r\n\
    user-agent: bench/1\r\n\
    traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n";

/// What one request costs.
#[derive(Clone, Copy)]
struct Cost {
    micros: f64,
    allocations: f64,
}

/// A point in time, by the thread's clock or else by the wall's.
enum Clock {
    Thread(Duration),
    Wall(Instant),
}

impl Clock {
    fn now() -> Self {
        Self::thread().map_or_else(|| Self::Wall(Instant::now()), Self::Thread)
    }

    fn elapsed(&self) -> Duration {
        match self {
            Self::Thread(start) => Self::thread().unwrap_or_default().saturating_sub(*start),
            Self::Wall(start) => start.elapsed(),
        }
    }

    fn thread() -> Option<Duration> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanos = text.split_whitespace().next()?.parse().ok()?;
        (nanos > 0).then(|| Duration::from_nanos(nanos))
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [role, name, requests] = &arguments[..]
        && role == "--measure"
    {
        let cost = measure(name, parse(requests));
        println!("{} {}", cost.micros, cost.allocations);
        return;
    }
    let requests = arguments.first().map_or(20_000, |text| parse(text));
    let rounds = arguments.get(1).map_or(7, |text| parse(text));

    let mut best: [Option<Cost>; variant::NAMES.len()] = [None; variant::NAMES.len()];
    for round in 1..=rounds {
        eprint!("\rround {round} of {rounds}");
        let _ = std::io::stderr().flush();
        for (best, name) in best.iter_mut().zip(variant::NAMES) {
            let cost = in_a_process(name, requests);
            if best.is_none_or(|best| cost.micros < best.micros) {
                *best = Some(cost);
            }
        }
    }
    eprintln!();
    report(&best, requests, rounds);
}

fn report(costs: &[Option<Cost>], requests: usize, rounds: usize) {
    let Some(Some(bare)) = costs.first() else {
        return;
    };
    println!("one HTTP request through axum, {requests} in each of {rounds} rounds, the fastest");
    println!(
        "{:36} {:>10} {:>10} {:>12}",
        "", "µs", "added µs", "added allocs"
    );
    for (name, cost) in variant::NAMES.iter().zip(costs.iter().flatten()) {
        println!(
            "{name:36} {:>10.2} {:>10.2} {:>12.1}",
            cost.micros,
            cost.micros - bare.micros,
            cost.allocations - bare.allocations,
        );
    }
}

fn in_a_process(name: &str, requests: usize) -> Cost {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program)
        .args(["--measure", name, &requests.to_string()])
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
        _ => panic!("{name}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

fn measure(name: &str, requests: usize) -> Cost {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = variant::router(name);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let mut socket = TcpStream::connect(address).await.expect("a connection");
        socket.set_nodelay(true).expect("a socket");

        exchange(&mut socket, requests / 10).await;
        let (start, before) = (Clock::now(), alloc::allocations());
        exchange(&mut socket, requests).await;
        let count = requests as f64;
        Cost {
            micros: start.elapsed().as_secs_f64() * 1e6 / count,
            allocations: (alloc::allocations() - before) as f64 / count,
        }
    })
}

async fn exchange(socket: &mut TcpStream, requests: usize) {
    let mut answer = [0; 4096];
    for _ in 0..requests {
        socket.write_all(REQUEST).await.expect("written");
        let mut got = 0;
        while !answer[..got].ends_with(b"an order") {
            let n = socket.read(&mut answer[got..]).await.expect("readable");
            assert!(n > 0, "the server hung up");
            got += n;
        }
    }
}

fn parse(text: &str) -> usize {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number: [requests [rounds]]"))
}
