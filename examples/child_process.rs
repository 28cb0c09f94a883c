//! A child process continues the trace of the process that started it: its environment says
//! which, and `traced::init` reads it.
//!
//! `cargo run --example child_process` starts itself a second time, and prints what both have
//! exported:
//!
//! ```text
//! parcel.order [server] @shop
//!   parcel.pack @packer
//!   parcel.weigh @packer
//! ```

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;
use std::time::Duration;

use traced::process::Command;
use traced::testing::Collector;
use traced::traced;

/// Has no parent in its process, so it continues the trace that the process was started in.
#[traced("parcel.weigh")]
fn weigh_parcel() {}

/// So does this. It may also be run by hand, and is no orphan then, but an entry point.
#[traced("parcel.pack", parent = traced::process::inherited())]
fn pack_parcel() {}

#[traced("parcel.order", kind = server)]
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
    weigh_parcel();
    Ok(telemetry.shutdown()?)
}

fn shop() -> Result<(), Box<dyn Error>> {
    let collector = Collector::start()?;
    let endpoint = collector.http_endpoint();
    let variable = endpoint.clone();
    let telemetry = traced::builder("shop")
        .environment(move |name| match name {
            "OTEL_EXPORTER_OTLP_ENDPOINT" => Some(variable.clone()),
            other => std::env::var(other).ok(),
        })
        .install()?;
    place_order(&endpoint)?;
    telemetry.shutdown()?;
    collector.wait_for_spans(3, Duration::from_secs(10))?;
    print!("{}", collector.tree());
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        Some("pack") => packer(),
        _ => shop(),
    }
}
