//! Building a program and taking the time.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::clock;
use crate::program::Program;

/// What a build took: seconds, and for each function the bytes of the stripped program above those of one
/// that has a single function.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Cost {
    check: f64,
    debug: f64,
    release: f64,
    expand: f64,
    bytes: f64,
}

impl Cost {
    /// What it took more than `other`.
    pub(crate) fn above(&self, other: &Cost) -> Cost {
        Cost {
            check: self.check - other.check,
            debug: self.debug - other.debug,
            release: self.release - other.release,
            expand: self.expand - other.expand,
            bytes: self.bytes - other.bytes,
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cost {
            check,
            debug,
            release,
            expand,
            bytes,
        } = self;
        write!(
            f,
            "{check:>8.2} {debug:>8.2} {release:>8.2} {expand:>8.2} {bytes:>8.0}"
        )
    }
}

/// Builds a program in every way, after its dependencies.
#[expect(clippy::cast_precision_loss, reason = "for display")]
pub(crate) fn measure(program: &Program, functions: usize, scratch: &Path) -> io::Result<Cost> {
    let folder = Folder::new(scratch.join(program.name), program.dependency)?;
    for arguments in [&["check"][..], &["build"], &["build", "--release"]] {
        folder.write(&program.source(1))?;
        folder.cargo(arguments)?;
    }
    // What the library itself takes is there once, however many functions there are.
    let library = folder.size()?;
    let source = program.source(functions);
    let timed = |arguments: &[&str]| {
        folder.write(&source)?;
        let start = clock::now();
        folder.cargo(arguments)?;
        io::Result::Ok(clock::now() - start)
    };
    let cost = Cost {
        check: timed(&["check"])?,
        debug: timed(&["build"])?,
        release: timed(&["build", "--release"])?,
        expand: folder.expansion(&source)?,
        bytes: (folder.size()? - library) / functions as f64,
    };
    Ok(cost)
}

/// Builds a macro crate and all that it needs.
pub(crate) fn cold(program: &Program, scratch: &Path) -> io::Result<f64> {
    let folder = Folder::new(
        scratch.join(format!("{}-macros", program.name)),
        program.macros,
    )?;
    folder.write("fn main() {}\n")?;
    match fs::remove_dir_all(folder.0.join("target")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    folder.cargo(&["fetch"])?;
    let start = clock::now();
    folder.cargo(&["build"])?;
    Ok(clock::now() - start)
}

/// A package of its own, outside of the workspace.
struct Folder(PathBuf);

impl Folder {
    fn new(path: PathBuf, dependency: &str) -> io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .canonicalize()?;
        fs::create_dir_all(path.join("src"))?;
        let manifest = Program::manifest(dependency, &root.to_string_lossy());
        fs::write(path.join("Cargo.toml"), manifest)?;
        // The versions that the workspace was tested with.
        fs::copy(root.join("Cargo.lock"), path.join("Cargo.lock"))?;
        Ok(Folder(path))
    }

    fn write(&self, source: &str) -> io::Result<()> {
        fs::write(self.0.join("src/main.rs"), source)
    }

    /// Of the stripped program.
    #[expect(clippy::cast_precision_loss, reason = "for display")]
    fn size(&self) -> io::Result<f64> {
        Ok(fs::metadata(self.0.join("target/release/measured"))?.len() as f64)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).arg("--quiet").current_dir(&self.0);
        command.env("CARGO_TARGET_DIR", self.0.join("target"));
        command
    }

    fn cargo(&self, arguments: &[&str]) -> io::Result<String> {
        let output = self.command(arguments).output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(io::Error::other(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ))
    }

    /// How long the compiler says that expanding macros took. It says so on nightly only, or if it
    /// is told to take itself for one.
    fn expansion(&self, source: &str) -> io::Result<f64> {
        self.write(source)?;
        let mut command = self.command(&["rustc"]);
        command.args(["--profile", "dev", "--", "-Ztime-passes", "--emit=metadata"]);
        let output = command.env("RUSTC_BOOTSTRAP", "measured").output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        let line = said
            .lines()
            .find(|line| line.ends_with("macro_expand_crate"));
        let seconds = line.and_then(|line| line.split([':', ';']).nth(1)?.trim().parse().ok());
        seconds.ok_or_else(|| io::Error::other(format!("no time of expansion in:\n{said}")))
    }
}
