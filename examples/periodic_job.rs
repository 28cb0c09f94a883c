//! A periodic job is one small trace a tick, which links to whoever started it: a trace that
//! goes on for ever could not be read.
//!
//! `cargo run --example periodic_job` prints:
//!
//! ```text
//! service.start
//! cart.sweep
//!   ~ link to service.start
//!   cart.delete
//! cart.sweep
//!   ~ link to service.start
//!   cart.delete
//! cart.sweep
//!   ~ link to service.start
//!   cart.delete
//! ```

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::time::Duration;

use tokio::sync::mpsc;
use traced::{task, testing, time, traced};

#[traced("cart.delete")]
async fn delete_carts() {}

#[traced("cart.sweep")]
async fn sweep_carts(swept: mpsc::Sender<()>) {
    delete_carts().await;
    // Nobody may listen any more; the carts are swept all the same.
    let _ = swept.send(()).await;
}

#[traced("service.start", root)]
fn start(swept: mpsc::Sender<()>) -> task::JoinHandle<()> {
    time::every(Duration::from_millis(10), move || {
        sweep_carts(swept.clone())
    })
}

#[tokio::main]
async fn main() {
    let recorded = testing::record(async {
        let (swept, mut sweeps) = mpsc::channel(1);
        let sweeper = start(swept);
        for _ in 0..3 {
            sweeps.recv().await.expect("the job goes on");
        }
        sweeper.abort();
    })
    .await;
    // A fourth tick may have begun; the story is told by three.
    let told: String = recorded.tree().split_inclusive('\n').take(10).collect();
    print!("{told}");
}
