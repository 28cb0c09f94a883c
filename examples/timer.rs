//! A timer that fires after its request still belongs to it, and a deadline cancels what it
//! ends.
//!
//! `cargo run --example timer` prints:
//!
//! ```text
//! order.enter
//!   payment.charge cancelled
//!   stock.release
//! ```

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::time::Duration;

use traced::{testing, time, traced};

/// A payment service that never answers.
#[traced("payment.charge")]
async fn charge(_order: u32) {
    std::future::pending::<()>().await;
}

#[traced("stock.release")]
async fn release(_order: u32) {}

/// Tries to charge, and gives the goods back if they are not paid in time. The request is over
/// when this returns; the timer is not.
#[traced("order.enter", root)]
async fn place_order(order: u32) {
    let paid = time::timeout(Duration::from_millis(20), charge(order)).await;
    let grace = Duration::from_millis(if paid.is_ok() { 1000 } else { 10 });
    time::after(grace, release(order));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Waits for the timer, too.
    let recorded = testing::record(async { place_order(17).await }).await;
    recorded.assert_connected();
    print!("{}", recorded.tree());
}
