//! A task keeps the trace of the request that spawned it. Work that outlives the request is a
//! trace of its own, with a link back.
//!
//! `cargo run --example spawn` prints:
//!
//! ```text
//! order.enter
//!   stock.reserve
//!   invoice.print
//! price.refresh
//!   ~ link to order.enter
//! ```

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use traced::{task, testing, traced};

#[traced("stock.reserve")]
async fn reserve_stock() {}

#[traced("invoice.print")]
fn print_invoice() {}

#[traced("price.refresh")]
async fn refresh_prices() {}

/// With `tokio::spawn` in place of `task::spawn`, what the task traces would be an orphan.
#[traced("order.enter", root)]
async fn place_order() -> Result<(), task::JoinError> {
    task::spawn(async { reserve_stock().await }).await?;
    task::spawn_blocking(print_invoice).await?;
    // Nobody waits for this one.
    task::spawn_linked(async { refresh_prices().await });
    Ok(())
}

#[tokio::main]
async fn main() {
    // The test kit stands in for a backend: it draws what was traced, when all of it has ended.
    let recorded = testing::record(async { place_order().await }).await;
    recorded.output.as_ref().expect("no task panics");
    print!("{}", recorded.tree());
}
