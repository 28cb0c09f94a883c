//! What the parent prints at the end: the traces, and the sum.

use crate::child::Accounts;
use crate::screen;
use std::ops::Add;
use std::process::ExitCode;
use traced::export::console::Style;
use traced::testing::Collector;

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
pub(crate) fn print(collector: &Collector, accounts: Accounts) -> ExitCode {
    screen::line(collector.render(&Style::stdout()));

    let spans = collector.spans();
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
    if orphans == 0 && lost == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
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
