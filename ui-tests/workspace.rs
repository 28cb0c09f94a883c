//! Small workspaces that cargo builds, for tests of what it builds anew.
//!
//! Their packages name no dependency: `traced` is handed to the compiler as it was built for these
//! tests, so that a build takes as long as its few lines do.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{dependencies, newest};

/// A workspace on the disk, empty at first.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    config: Option<PathBuf>,
}

/// What came of a build.
#[derive(Debug)]
pub struct Build {
    /// Whether it succeeded.
    pub passed: bool,
    /// What cargo and the compiler said.
    pub said: String,
}

impl Workspace {
    /// A workspace with these packages, each with the one source file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(root: PathBuf, packages: &[&str], source: &str) -> io::Result<Self> {
        match fs::remove_dir_all(&root) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let workspace = Workspace { root, config: None };
        let members = format!("[workspace]\nresolver = \"3\"\nmembers = {packages:?}\n");
        workspace.write("Cargo.toml", &members)?;
        for package in packages {
            workspace.package(package, source, "")?;
        }
        Ok(workspace)
    }

    /// Adds a package of that folder, with these lines under `[dependencies]`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn package(&self, folder: &str, source: &str, dependencies: &str) -> io::Result<()> {
        let name = Path::new(folder).file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}"
        );
        self.write(&format!("{folder}/Cargo.toml"), &manifest)?;
        self.write(&format!("{folder}/src/lib.rs"), source)
    }

    /// Where a file of it stands.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes a file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> io::Result<()> {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
        fs::write(path, text)
    }

    /// Removes a file.
    ///
    /// # Errors
    /// If it is not there.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        fs::remove_file(self.path(path))
    }

    /// Sets `TRACED_CONFIG` for the builds to come.
    pub fn configure(&mut self, config: Option<&str>) {
        self.config = config.map(PathBuf::from);
    }

    /// Runs `cargo check` with these arguments.
    ///
    /// # Errors
    /// If cargo does not run.
    pub fn check(&self, args: &[&str]) -> io::Result<Build> {
        let dependencies = dependencies()?;
        let mut flags = OsString::from("--extern\u{1f}traced=");
        flags.push(newest(&dependencies, "libtraced-")?);
        flags.push("\u{1f}-L\u{1f}dependency=");
        flags.push(&dependencies);
        let mut command = Command::new("cargo");
        command.args(["check", "--color=never"]).args(args);
        command.current_dir(&self.root);
        // What this test was built with is not what its workspace is built with.
        for (variable, _) in std::env::vars_os() {
            let name = variable.to_string_lossy();
            if name.starts_with("CARGO_") || name == "RUSTFLAGS" || name == "TRACED_CONFIG" {
                command.env_remove(&variable);
            }
        }
        let home = self.root.join("home");
        command.env("CARGO_HOME", home);
        command.env("CARGO_ENCODED_RUSTFLAGS", flags);
        command.env("CARGO_TARGET_DIR", self.root.join("target"));
        if let Some(config) = &self.config {
            command.env("TRACED_CONFIG", config);
        }
        let output = command.output()?;
        Ok(Build {
            passed: output.status.success(),
            said: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }
}

impl Build {
    /// Asserts that it succeeded, with a warning that has these words, or with none.
    #[track_caller]
    pub fn passes(&self, warning: Option<&str>) {
        assert!(self.passed, "{}", self.said);
        match warning {
            Some(words) => assert!(self.said.contains(words), "{}", self.said),
            None => assert!(!self.said.contains("warning:"), "{}", self.said),
        }
    }

    /// Asserts that it failed, by one error that has these words.
    #[track_caller]
    pub fn fails(&self, words: &str) {
        let is_error =
            |line: &&str| line.starts_with("error") && !line.contains("could not compile");
        let errors: Vec<&str> = self.said.lines().filter(is_error).collect();
        let one = matches!(errors.as_slice(), [error] if error.contains(words));
        assert!(!self.passed && one, "{words:?} in\n{}", self.said);
    }

    /// Whether that package was compiled, and not found as it was.
    pub fn compiled(&self, package: &str) -> bool {
        self.said.contains(&format!("Checking {package} v"))
    }
}
