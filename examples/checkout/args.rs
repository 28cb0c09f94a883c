//! The command line: nothing, or `--break FAULT`.

use std::fmt;
use std::str::FromStr;

const USAGE: &str = "\
usage: cargo run --example checkout [-- --break spawn|order|export]

  --break spawn    a task is started without its context
  --break order    a traced layer stands outside of the server layer
  --break export   the collector dies half-way

With OTEL_EXPORTER_OTLP_ENDPOINT set, the services export there instead.";

/// A fault to plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Spawn,
    Order,
    Export,
}

impl FromStr for Fault {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "spawn" => Ok(Self::Spawn),
            "order" => Ok(Self::Order),
            "export" => Ok(Self::Export),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Spawn => "spawn",
            Self::Order => "order",
            Self::Export => "export",
        })
    }
}

/// Reads the arguments; the error is what to print.
pub(crate) fn parse(args: impl Iterator<Item = String>) -> Result<Option<Fault>, String> {
    let args = args.collect::<Vec<_>>();
    match args
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => Ok(None),
        ["--break", fault] => fault
            .parse()
            .map(Some)
            .map_err(|()| format!("checkout: there is no fault `{fault}`\n\n{USAGE}")),
        _ => Err(USAGE.to_owned()),
    }
}
