//! The packages: which may depend on which, and through what.

use std::io;
use std::process::Command;

use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;

use super::{SourceFile, Violation, workspace_root};

/// A package of the workspace.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The folder of its manifest, from the workspace's root.
    pub folder: String,
    /// What it depends on, for whatever purpose.
    pub dependencies: Vec<String>,
    /// The roots of its library, programs and examples, from the workspace's root.
    pub roots: Vec<String>,
}

/// The workspace's packages, as cargo sees them.
///
/// # Errors
/// If cargo does not run, or says what nobody understands.
pub fn workspace() -> io::Result<Vec<Package>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(workspace_root())
        .output()?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(text));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    Ok(list(&metadata["packages"])
        .map(|package| read(package, root))
        .collect())
}

fn read(package: &Value, root: &str) -> Package {
    let relative = |value: &Value| {
        let path = value.as_str().unwrap_or_default();
        let path = path.strip_prefix(root).unwrap_or(path).replace('\\', "/");
        path.trim_start_matches('/').to_owned()
    };
    let is_crate = |target: &&Value| {
        list(&target["kind"])
            .filter_map(Value::as_str)
            .any(|kind| ["lib", "proc-macro", "bin", "example"].contains(&kind))
    };
    let manifest = relative(&package["manifest_path"]);
    Package {
        name: package["name"].as_str().unwrap_or_default().to_owned(),
        folder: manifest.trim_end_matches("/Cargo.toml").to_owned(),
        dependencies: list(&package["dependencies"])
            .filter_map(|dependency| dependency["name"].as_str())
            .map(str::to_owned)
            .collect(),
        roots: list(&package["targets"])
            .filter(is_crate)
            .map(|target| relative(&target["src_path"]))
            .collect(),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// How high a package stands, by its folder; `None` for a folder that the design does not know.
fn height(folder: &str) -> Option<u8> {
    match folder {
        "macros/conventions" => Some(0),
        "macros" => Some(1),
        "runtime" => Some(2),
        "examples" | "tests" | "ui-tests" => Some(4),
        _ if folder.starts_with("runtime/instrumentation/") => Some(3),
        _ => folder.starts_with("tests/").then_some(4),
    }
}

/// Dependencies between the workspace's packages that do not go down, for tests or builds
/// included; and adapters that depend on OpenTelemetry beside `traced`, so that versions diverge.
pub fn workspace_arrows(packages: &[Package]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for package in packages {
        let manifest = SourceFile::new(format!("{}/Cargo.toml", package.folder), "");
        let mut breach = |what: String| violations.push(Violation::new(&manifest, 1, what));
        let Some(own) = height(&package.folder) else {
            breach(format!(
                "`{}` stands in no folder of the design",
                package.name
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let inside = packages.iter().find(|other| other.name == *dependency);
            let other = inside.and_then(|other| height(&other.folder));
            if other.is_some_and(|other| other >= own) {
                breach(format!(
                    "`{}` depends upward on `{dependency}`",
                    package.name
                ));
            }
            let around =
                other.is_some_and(|other| other < 2) || dependency.contains("opentelemetry");
            if own == 3 && around {
                breach(format!(
                    "the adapter `{}` depends on `{dependency}`",
                    package.name
                ));
            }
        }
    }
    violations
}

/// Uses of `traced::__private`, which is for generated code only.
pub fn private_interfaces(files: &[SourceFile]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in files {
        privates(file, file.tokens().unwrap_or_default(), &mut violations);
    }
    violations
}

fn privates(file: &SourceFile, tokens: TokenStream, violations: &mut Vec<Violation>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => privates(file, group.stream(), violations),
            TokenTree::Ident(ident) if ident == "__private" => violations.push(Violation::new(
                file,
                ident.span().start().line,
                "`traced::__private` is for generated code",
            )),
            _ => {}
        }
    }
}
