//! The story of this crate in one command: `cargo run --example checkout`.
//!
//! A parent process starts three services as child processes of this same binary, sends
//! three requests through them, receives what they export over OTLP, prints the three
//! traces, holds them against what the services agreed on (`traced.toml`), and says in its
//! last line whether anything was broken or lost.
//!
//! `--break spawn`, `--break order` and `--break export` plant a fault; the screen then
//! names it, with its place and its mend.

#![forbid(unsafe_code)]

mod args;
mod child;
mod orchestra;
mod report;
mod screen;
mod services;

use std::process::ExitCode;

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let result = match services::Role::from_environment() {
        Some(role) => runtime
            .block_on(services::run(role))
            .map(|()| ExitCode::SUCCESS),
        None => match args::parse(std::env::args().skip(1)) {
            Ok(fault) => runtime.block_on(orchestra::play(fault)),
            Err(usage) => {
                screen::complain(usage);
                return ExitCode::from(2);
            }
        },
    };
    result.unwrap_or_else(|error| fail(&*error))
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    screen::complain(format_args!("checkout: {error}"));
    ExitCode::FAILURE
}
