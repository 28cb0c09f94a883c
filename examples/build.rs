//! Generates the gRPC code of the checkout story, without a `protoc` on the machine.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=checkout/proto");
    let files = protox::compile(["checkout/proto/inventory.proto"], ["checkout/proto"])?;
    tonic_prost_build::configure().compile_fds(files)?;
    Ok(())
}
