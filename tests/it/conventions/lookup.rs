//! Which policy `assert_conforms` takes: each case is a process, for the environment decides.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use traced::testing::Conformance;

use super::harness::{Team, named};

/// Says that this process is a child of one of the tests below.
const CHILD: &str = "TRACED_TESTS_CONVENTIONS_CHILD";

#[test]
fn child() {
    if std::env::var_os(CHILD).is_some() {
        named("Place Order!").assert_conforms();
    }
}

fn run(package: Option<&Path>, config: Option<&Path>) -> Output {
    let program = std::env::current_exe().expect("a test is a file");
    let mut command = Command::new(program);
    command
        .args(["--exact", "conventions::lookup::child", "--nocapture"])
        .env(CHILD, "1")
        .env("RUST_BACKTRACE", "0")
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("TRACED_CONFIG");
    if let Some(package) = package {
        command.env("CARGO_MANIFEST_DIR", package);
    }
    if let Some(config) = config {
        command.env("TRACED_CONFIG", config);
    }
    command.output().expect("it runs")
}

fn accepted(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

fn refused(output: &Output, wanted: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(wanted), "{said}");
}

#[test]
fn without_a_file_what_is_built_in() {
    refused(
        &run(None, None),
        "error: span name `Place Order!` is not dotted snake_case; write `place_order` [name-style]",
    );
}

#[test]
fn the_variable_comes_first() {
    let any = Team::new("[names]\nstyle = \"any\"\n");
    accepted(&run(None, Some(&any.policy())));
    let kebab = Team::new("[names]\nstyle = \"kebab-case\"\n");
    let package = kebab.policy();
    let package = package.parent().expect("a folder");
    fs::write(package.join("Cargo.toml"), "[workspace]\n").expect("a file");
    refused(
        &run(Some(package), None),
        "error: span name `Place Order!` is not kebab-case; write `place-order` (traced.toml:2) [name-style]",
    );
    accepted(&run(Some(package), Some(&any.policy())));
}

#[test]
fn a_workspace_s_file_holds_for_its_packages() {
    let workspace = Team::new("[levels]\nname-style = \"warn\"\n");
    let root = workspace.policy();
    let root = root.parent().expect("a folder");
    fs::write(root.join("Cargo.toml"), "[workspace]\n").expect("a file");
    let package = root.join("orders");
    fs::create_dir(&package).expect("a folder");
    let output = run(Some(&package), None);
    accepted(&output);
    let said = String::from_utf8_lossy(&output.stderr);
    let warning = "the spans break the conventions: 1 warning\n\nwarning: span name `Place Order!`";
    assert!(said.contains(warning), "{said}");
}

#[test]
fn a_mistake_in_a_file_is_named_with_its_line() {
    let team = Team::new("[levels]\nname-stile = \"deny\"\n");
    let error = Conformance::from_path(team.policy()).expect_err("no such rule");
    assert_eq!(
        team.text(&error.to_string()),
        "traced.toml:2: there is no rule `name-stile`; did you mean `name-style`?"
    );
    refused(
        &run(None, Some(&team.policy())),
        "the conventions cannot be read: ",
    );
    let absent = team.policy().with_file_name("absent.toml");
    let error = Conformance::from_path(absent).expect_err("no file");
    assert!(error.to_string().contains("absent.toml"), "{error}");
}
