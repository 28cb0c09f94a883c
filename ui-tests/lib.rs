//! The compiler, for tests that look at what it says. The cases are in `fail/`, `pass/`, `same/` and
//! `conventions/`.

pub mod workspace;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

/// An error, by its code and the tokens that it underlines. Not by its words: in a closure rustc
/// calls `self.name` "a shared reference".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where the first of the underlined tokens begins and ends: line and column of both.
    pub at: Option<[u64; 4]>,
    /// The error's code, or what it says if it has none.
    pub code: String,
}

/// Compiles one file as a library that depends on `traced`, and returns the errors in the order of their
/// places, one that is said twice twice.
///
/// # Errors
/// If the compiler does not run, or says what nobody understands.
pub fn errors(file: &Path, edition: &str, out: &Path) -> io::Result<Vec<Diagnostic>> {
    let output = run(
        "rustc",
        file,
        edition,
        out,
        ["--error-format=json", "--emit=metadata"],
    )?;
    let text = String::from_utf8_lossy(&output.stderr);
    let mut errors = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('{')) {
        let said: serde_json::Value = serde_json::from_str(line)?;
        let message = said["message"].as_str().unwrap_or_default();
        if said["level"] != "error" || message.starts_with("aborting due to") {
            continue;
        }
        let spans = said["spans"].as_array().into_iter().flatten();
        let mut primary = spans.filter(|span| span["is_primary"] == true);
        errors.push(Diagnostic {
            at: primary.next().map(|span| {
                ["line_start", "column_start", "line_end", "column_end"]
                    .map(|key| span[key].as_u64().unwrap_or_default())
            }),
            code: said["code"]["code"].as_str().unwrap_or(message).to_owned(),
        });
    }
    errors.sort();
    Ok(errors)
}

/// Compiles one file as a library that depends on `traced`, where it stands, and returns what the
/// compiler says in words.
///
/// The compiler runs in the file's folder and without cargo, as it does in a sandbox: there is no
/// package, so the conventions are those of `config`, a path as `TRACED_CONFIG` has it.
///
/// # Errors
/// If the compiler does not run.
pub fn said(file: &Path, config: Option<&Path>, out: &Path) -> io::Result<String> {
    let name = file.file_name().map_or(file, Path::new);
    let mut command = compiler("rustc", name, "2024", out)?;
    command.args(["--emit=metadata", "--color=never"]);
    for (variable, _) in std::env::vars_os() {
        let cargo = variable
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO"));
        if cargo || variable == "TRACED_CONFIG" {
            command.env_remove(variable);
        }
    }
    if let Some(config) = config {
        command.env("TRACED_CONFIG", config);
    }
    if let Some(folder) = file.parent() {
        command.current_dir(folder);
    }
    let output = command.output()?;
    Ok(normal(&String::from_utf8_lossy(&output.stderr)))
}

/// What is the same on every machine: no path of this one, and of other files than the case no line.
fn normal(said: &str) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let workspace = workspace.map(Path::to_string_lossy).unwrap_or_default();
    let mut lines = Vec::new();
    let mut elsewhere = false;
    for line in said.lines() {
        let line = line.replace(&*workspace, "$WORKSPACE");
        if let Some((arrow, place)) = line.split_once("--> ") {
            elsewhere = place.contains('/');
            if elsewhere {
                let file = place.split(':').next().unwrap_or_default();
                lines.push(format!("{arrow}--> {file}"));
                continue;
            }
        }
        let is_code = line
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit() || "|.".contains(c));
        if !(elsewhere && is_code) {
            elsewhere = elsewhere && is_code;
            lines.push(line);
        }
    }
    let text = lines.join("\n");
    match text.trim_end() {
        "" => String::new(),
        text => format!("{text}\n"),
    }
}

/// Whether the compiler is the one whose words the expected messages are, which
/// `rust-toolchain.toml` pins. Says so if it is not.
///
/// # Errors
/// If the compiler does not run.
pub fn is_pinned() -> io::Result<bool> {
    const PINNED: &str = "1.95.0";
    let compiler = Command::new("rustc").arg("--version").output()?;
    let compiler = String::from_utf8_lossy(&compiler.stdout);
    if compiler.split_whitespace().nth(1) == Some(PINNED) {
        return Ok(true);
    }
    // Not by `eprintln!`, which the test harness captures.
    writeln!(
        io::stderr(),
        "ui-tests: the messages were NOT checked: they are those of rustc {PINNED}, \
         and this is {compiler}",
    )?;
    Ok(false)
}

/// Documents one file, into the folder `out`.
///
/// # Errors
/// If rustdoc does not run, or finds fault with the file: then with what it says.
pub fn document(file: &Path, edition: &str, out: &Path) -> io::Result<()> {
    let output = run("rustdoc", file, edition, out, [""; 0])?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}

/// Blanks out the attributes, so that every other token stays where it is.
pub fn without_attributes(source: &str) -> String {
    let blank = |line: &str| {
        if line.trim_start().starts_with("#[traced") {
            " ".repeat(line.len())
        } else {
            line.to_owned()
        }
    };
    source.lines().map(|line| blank(line) + "\n").collect()
}

fn run<const N: usize>(
    program: &str,
    file: &Path,
    edition: &str,
    out: &Path,
    more: [&str; N],
) -> io::Result<Output> {
    compiler(program, file, edition, out)?.args(more).output()
}

fn compiler(program: &str, file: &Path, edition: &str, out: &Path) -> io::Result<Command> {
    let dependencies = dependencies()?;
    let mut command = Command::new(program);
    let mut traced = OsString::from("traced=");
    traced.push(newest(&dependencies, "libtraced-")?);
    command.arg("--extern").arg(traced);
    command.arg(file).args([
        "--crate-name",
        "case",
        "--crate-type",
        "lib",
        "--edition",
        edition,
    ]);
    command.arg("-L").arg(dependencies);
    command
        .arg(if program == "rustdoc" {
            "-o"
        } else {
            "--out-dir"
        })
        .arg(out);
    Ok(command)
}

/// Where cargo put what this test was built with.
fn dependencies() -> io::Result<PathBuf> {
    let test = std::env::current_exe()?;
    let folder = test
        .parent()
        .ok_or_else(|| io::Error::other("the test is in no folder"))?;
    Ok(folder.to_owned())
}

/// Builds with other features lie beside it; the newest is that of this run.
fn newest(folder: &Path, prefix: &str) -> io::Result<PathBuf> {
    let mut found: Option<(SystemTime, PathBuf)> = None;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        if name.starts_with(prefix) && path.extension() == Some(OsStr::new("rlib")) {
            let modified = path.metadata()?.modified()?;
            if found.as_ref().is_none_or(|(newest, _)| modified > *newest) {
                found = Some((modified, path));
            }
        }
    }
    let (_, path) = found.ok_or_else(|| io::Error::other("`traced` is not built"))?;
    Ok(path)
}
