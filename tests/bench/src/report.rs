//! The tables: medians, and ratios against the peers that the budgets name.

use std::fmt::Write as _;
use std::path::PathBuf;

/// One measured median.
pub struct Row {
    mode: String,
    workload: String,
    subject: String,
    nanoseconds: f64,
    lost: f64,
}

impl Row {
    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        let mut next = || fields.next().expect("five fields").to_owned();
        Self {
            mode: next(),
            workload: next(),
            subject: next(),
            nanoseconds: next().parse().expect("a number"),
            lost: next().parse().expect("a number"),
        }
    }
}

const TRACED: &str = "`#[traced]`";
const LEAF: &str = "`#[traced(leaf)]`";
const SDK: &str = "SDK `in_span`";
const TRACE: &str = "fastrace `#[trace]`";
const LOCAL: &str = "fastrace `LocalSpan`";

/// What is promised: a workload, who, against whom, at most how many times its time.
const BUDGETS: [(&str, &str, &str, &str, f64); 8] = [
    ("exported", "plain", TRACED, SDK, 0.40),
    ("exported", "plain", TRACED, TRACE, 1.5),
    ("exported", "plain", LEAF, LOCAL, 0.75),
    ("exported", "2 attributes", TRACED, TRACE, 0.55),
    ("exported", "2 attributes", LEAF, TRACE, 0.35),
    ("exported", "10 awaits", TRACED, SDK, 1.0),
    ("exported", "error", TRACED, SDK, 1.0),
    ("sampled out", "plain", TRACED, SDK, 0.06),
];

/// The same in nanoseconds of the machine that this runs on.
const LIMITS: [(&str, f64); 2] = [("nothing installed", 40.0), ("disabled", 3.0)];

pub fn tables(rows: &[Row]) -> String {
    let mut text = budgets(rows);
    let mut modes: Vec<&str> = rows.iter().map(|row| row.mode.as_str()).collect();
    modes.dedup();
    for mode in modes {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.mode == mode).collect();
        let _ = write!(text, "\n### Nanoseconds per span: {mode}\n\n");
        text.push_str(&table(&rows));
    }
    text
}

fn find(rows: &[Row], mode: &str, workload: &str, subject: &str) -> f64 {
    let found = rows
        .iter()
        .find(|row| row.mode == mode && row.workload == workload && row.subject == subject);
    found.map_or(f64::NAN, |row| row.nanoseconds)
}

fn budgets(rows: &[Row]) -> String {
    let mut text = String::from(
        "### Budgets\n\n| | workload | against | ratio | budget |\n|---|---|---|---|---|\n",
    );
    for (mode, workload, subject, peer, budget) in BUDGETS {
        let ratio = find(rows, mode, workload, subject) / find(rows, mode, workload, peer);
        let workload = if mode == "exported" { workload } else { mode };
        let _ = writeln!(
            text,
            "| {subject} | {workload} | {peer} | {ratio:.2} | {} {budget} |",
            if ratio <= budget {
                "≤"
            } else {
                "**missed:**"
            },
        );
    }
    for (mode, limit) in LIMITS {
        let time = find(rows, mode, "plain", TRACED);
        let _ = writeln!(
            text,
            "| {TRACED} | {mode} | | {time:.1} ns | {} {limit} ns |",
            if time <= limit { "≤" } else { "**missed:**" },
        );
    }
    text
}

fn table(rows: &[&Row]) -> String {
    let mut workloads: Vec<&str> = Vec::new();
    let mut subjects: Vec<&str> = Vec::new();
    for row in rows {
        if !workloads.contains(&row.workload.as_str()) {
            workloads.push(&row.workload);
        }
        if !subjects.contains(&row.subject.as_str()) {
            subjects.push(&row.subject);
        }
    }
    let mut text = format!("| | {} |\n|---|", workloads.join(" | "));
    text.push_str(&"---|".repeat(workloads.len()));
    text.push('\n');
    for subject in subjects {
        let cells: Vec<String> = workloads
            .iter()
            .map(|workload| {
                let row = rows
                    .iter()
                    .find(|row| row.subject == subject && row.workload == *workload);
                row.map_or_else(|| "–".to_owned(), |row| cell(row))
            })
            .collect();
        let _ = writeln!(text, "| {subject} | {} |", cells.join(" | "));
    }
    text
}

fn cell(row: &Row) -> String {
    let time = match row.nanoseconds {
        time if time < 10.0 => format!("{time:.1}"),
        time => format!("{time:.0}"),
    };
    if row.lost > 0.0 {
        format!("{time} ({:.0} % lost)", row.lost * 100.0)
    } else {
        time
    }
}

const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// Replaces what stands between the two marks of docs/performance.md.
pub fn write(tables: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/performance.md");
    let Ok(page) = std::fs::read_to_string(&path) else {
        return eprintln!("{} is not there", path.display());
    };
    let (Some(begin), Some(end)) = (page.find(BEGIN), page.find(END)) else {
        return eprintln!("{} has no marks", path.display());
    };
    let page = format!(
        "{}\n\n{tables}\n{}",
        &page[..begin + BEGIN.len()],
        &page[end..]
    );
    if let Err(error) = std::fs::write(&path, page) {
        eprintln!("{}: {error}", path.display());
    }
}
