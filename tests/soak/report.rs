//! The table, and the ratios that the budgets are about.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What one sender came to.
#[derive(Debug, Clone)]
pub struct Run {
    pub name: &'static str,
    pub protocol: &'static str,
    pub rate: u64,
    pub made: f64,
    pub wall: f64,
    pub cpu: f64,
    pub peak: f64,
    pub dropped: f64,
    pub received: f64,
}

/// What others are compared to.
const SDK: &str = "SDK";

/// Medians of all rounds; a loss is the worst of them.
pub fn table(runs: &[Run], seconds: u64, rounds: u64) -> String {
    let mut groups: BTreeMap<(&str, u64), Vec<&'static str>> = BTreeMap::new();
    for run in runs {
        // As fast as they can comes last.
        let rate = if run.rate == 0 { u64::MAX } else { run.rate };
        let names = groups.entry((run.protocol, rate)).or_default();
        if !names.contains(&run.name) {
            names.push(run.name);
        }
    }
    let mut out = format!(
        "Two threads, trees of ten spans with two attributes each, {seconds} s a run, medians of {rounds} rounds.\n\n\
         | protocol | asked for | variant | made/s | CPU µs per span | of the SDK's | peak MiB | lost | of these known |\n\
         |---|---|---|---:|---:|---:|---:|---:|---:|\n"
    );
    for ((protocol, rate), names) in groups {
        let of = |name: &str| -> Vec<&Run> {
            let key = if rate == u64::MAX { 0 } else { rate };
            let all = runs.iter();
            all.filter(|run| run.name == name && run.protocol == protocol && run.rate == key)
                .collect()
        };
        let cost = |name| median(of(name).iter().map(|run| run.cpu * 1e6 / run.made));
        for name in names {
            let asked = match rate {
                u64::MAX => "flat out".to_owned(),
                rate => format!("{rate}/s"),
            };
            let runs = of(name);
            let lost = |run: &&Run| (run.made - run.received).max(0.0);
            let worst = runs
                .iter()
                .copied()
                .max_by(|a, b| lost(a).total_cmp(&lost(b)));
            let worst = worst.expect("a run");
            let _ = writeln!(
                out,
                "| {protocol} | {asked} | {name} | {:.0} | {:.2} | {:.2} | {:.0} | {} | {} |",
                median(runs.iter().map(|run| run.made / run.wall)),
                cost(name),
                cost(name) / cost(SDK),
                median(runs.iter().map(|run| run.peak)),
                part(lost(&worst), worst.made),
                if worst.dropped < 0.0 {
                    "?".to_owned()
                } else {
                    part(worst.dropped, worst.made)
                },
            );
        }
    }
    out
}

fn part(spans: f64, of: f64) -> String {
    match spans {
        0.0 => "0".to_owned(),
        spans => format!("{spans:.0} ({:.1} %)", spans * 100.0 / of),
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        len => values[len / 2],
    }
}
