//! A child process continues the trace of the process that started it: its environment says
//! which, and `traced::init` reads it.
//!
//! `cargo run --example child_process` starts itself a second time, and prints what both have
//! exported:
//!
//! ```text
//! order.place server @shop
//!   parcel.pack @packer
//! ```

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;
use std::time::Duration;

use traced::process::Command;
use traced::testing::Collector;
use traced::traced;

/// A job that is also run by hand: then it is the root of a trace.
#[traced("parcel.pack", parent = traced::process::inherited())]
fn pack_parcel() {}

#[traced("order.place", kind = server)]
fn place_order(endpoint: &str) -> std::io::Result<()> {
    let status = Command::new(std::env::current_exe()?)
        .arg("pack")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .status()?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| std::io::Error::other("the packer failed"))
}

fn packer() -> Result<(), Box<dyn Error>> {
    let telemetry = traced::init("packer")?;
    pack_parcel();
    Ok(telemetry.shutdown()?)
}

fn shop() -> Result<(), Box<dyn Error>> {
    let collector = Collector::start()?;
    let endpoint = collector.http_endpoint();
    let variable = endpoint.clone();
    let telemetry = traced::builder("shop")
        .environment(move |name| (name == "OTEL_EXPORTER_OTLP_ENDPOINT").then(|| variable.clone()))
        .install()?;
    place_order(&endpoint)?;
    telemetry.shutdown()?;
    collector.wait_for_spans(2, Duration::from_secs(10))?;
    print!("{}", collector.tree());
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        Some("pack") => packer(),
        _ => shop(),
    }
}
