//! Generates the gRPC code of `proto/`, without protoc.

fn main() {
    let files = protox::compile(["proto/shapes.proto"], ["proto"])
        .unwrap_or_else(|error| panic!("proto/shapes.proto does not compile: {error}"));
    tonic_prost_build::configure()
        .compile_fds(files)
        .unwrap_or_else(|error| panic!("no code was generated for proto/shapes.proto: {error}"));
    println!("cargo:rerun-if-changed=proto");
}
