//! What the parent prints at the end: the traces, whether they conform, and the sum.

use crate::child::Accounts;
use crate::screen;
use std::error::Error;
use std::ops::Add;
use std::process::ExitCode;
use traced::export::console::Style;
use traced::testing::{Collector, Conformance, Received, explain};

/// What the three services agreed on. The compiler holds their code against the same file.
const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/traced.toml");

impl Add for Accounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            ended: self.ended + other.ended,
            exported: self.exported + other.exported,
            sampled_out: self.sampled_out + other.sampled_out,
        }
    }
}

/// Prints the merged traces and, last, the sum.
pub(crate) fn print(collector: &Collector, accounts: Accounts) -> Result<ExitCode, Box<dyn Error>> {
    screen::line(collector.render(&Style::stdout()));

    let spans = collector.spans();
    let conform = judge(&spans)?;
    let arrived = spans.len() as u64;
    let mut services = spans
        .iter()
        .map(|span| span.service.as_str())
        .collect::<Vec<_>>();
    services.sort_unstable();
    services.dedup();
    let traces = collector.traces().len();
    let orphans = collector.orphans().len();
    let lost = (accounts.ended - accounts.sampled_out).saturating_sub(arrived);
    screen::line(format_args!(
        "{} services, {traces} traces, {arrived} spans, {orphans} orphans, {lost} lost",
        services.len()
    ));
    Ok(if conform && orphans == 0 && lost == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Says whether names, attributes, kinds and status of all spans are what was agreed on.
fn judge(spans: &[Received]) -> Result<bool, Box<dyn Error>> {
    let findings = Conformance::from_path(POLICY)?.findings(spans);
    let conform = findings.is_empty();
    if conform {
        let count = spans.len();
        screen::line(format_args!(
            "{count} spans conform to examples/traced.toml, no finding"
        ));
    } else {
        screen::line(explain(&findings).trim_end());
    }
    Ok(conform)
}

/// The traces went to a backend of the user's.
pub(crate) fn elsewhere(accounts: Accounts) -> ExitCode {
    let sampled = accounts.ended - accounts.sampled_out;
    let lost = sampled.saturating_sub(accounts.exported);
    screen::line(format_args!(
        "{} of {sampled} spans were exported",
        accounts.exported
    ));
    screen::line("look for the services gateway, orders and inventory in your backend");
    if lost == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
