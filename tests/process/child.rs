//! Running a scenario in a child process, and what it told.

use std::process::{Command, Output, Stdio};

/// The variable that says which scenario a process is to play.
pub(crate) const SCENARIO: &str = "TRACED_TESTS_SCENARIO";

pub(crate) fn command(scenario: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("a program"));
    command
        .args(["--exact", "scenario", "--nocapture"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("OTEL_") {
            command.env_remove(name);
        }
    }
    command.env(SCENARIO, scenario);
    // What was set up is of interest to the tests that ask for it.
    command.env("OTEL_LOG_LEVEL", "warn");
    command.envs(variables.iter().copied());
    command
}

pub(crate) fn run(scenario: &str, variables: &[(&str, &str)]) -> Output {
    command(scenario, variables)
        .output()
        .expect("a child process")
}

/// What a person saw of `traced` on stderr.
pub(crate) fn said(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("traced: "));
    lines.map(str::to_owned).collect()
}

pub(crate) fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
