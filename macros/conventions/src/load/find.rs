//! Which `traced.toml` holds for a package.

use std::path::{Component, Path, PathBuf};

use super::Surroundings;
use super::files::Files;
use super::memo::Memo;
use crate::error::Result;
use crate::{ReadError, document};

/// The name of the policy's file.
pub const CONFIG_FILE: &str = "traced.toml";
/// The variable that names the policy's file.
pub const CONFIG_VARIABLE: &str = "TRACED_CONFIG";

/// A file that holds, and the folder from which its name is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) base: Option<PathBuf>,
}

impl Found {
    /// The file's name for messages.
    pub(super) fn shown(&self) -> String {
        shown(&self.path, self.base.as_deref())
    }
}

/// A path for messages: relative to `base` where it is below, and with `/` everywhere, so that
/// messages are the same on every machine.
pub(super) fn shown(path: &Path, base: Option<&Path>) -> String {
    let path = normal(path);
    let relative = base.and_then(|base| path.strip_prefix(base).ok());
    let text = relative.unwrap_or(&path).to_string_lossy();
    text.replace('\\', "/")
}

/// The file that holds, if there is one.
pub(super) fn find(
    files: &dyn Files,
    memo: &mut Memo,
    surroundings: &Surroundings,
) -> Result<Option<Found>> {
    let package = surroundings.package.as_deref();
    // A relative folder is relative to a folder of another time: build systems other than cargo
    // hand on the variable of the machine that planned the build.
    let package = package.filter(|package| package.is_absolute());
    let folders = package.map(|package| folders(files, memo, package));
    // Without a package, files are shown as whoever called the compiler would name them.
    let base = match &folders {
        Some(folders) => folders.last().cloned(),
        None => std::env::current_dir().ok(),
    };
    let is_dependency = surroundings.package.as_deref().is_some_and(is_dependency);
    if let Some(config) = surroundings.config.as_ref().filter(|_| !is_dependency) {
        let path = absolute(config, folders.as_ref().and(base.as_deref()));
        if files.stamp(&path).is_err() {
            return Err(ReadError::whole(
                CONFIG_VARIABLE,
                format!("there is no file `{}`", config.display()),
            ));
        }
        return Ok(Some(Found { path, base }));
    }
    let mut candidates = folders
        .into_iter()
        .flatten()
        .map(|folder| folder.join(CONFIG_FILE));
    let path = candidates.find(|path| files.stamp(path).is_ok());
    Ok(path.map(|path| Found { path, base }))
}

/// The package's folder and those above it, the workspace's last. Where no workspace is found, or
/// the package is a dependency, it is the package's alone.
fn folders(files: &dyn Files, memo: &mut Memo, package: &Path) -> Vec<PathBuf> {
    let alone = vec![package.to_owned()];
    if is_dependency(package) {
        return alone;
    }
    let mut folders = Vec::new();
    for folder in package.ancestors() {
        folders.push(folder.to_owned());
        if memo.is_workspace(files, &folder.join("Cargo.toml")) {
            return folders;
        }
    }
    alone
}

/// Whether a manifest is a workspace's: it has a table `workspace`.
pub(super) fn is_workspace(manifest: &[u8]) -> bool {
    let file = "Cargo.toml".into();
    let text = document::decode(&file, manifest);
    let Ok(manifest) = text.and_then(|text| document::parse_toml(&file, text)) else {
        return false;
    };
    let fields = document::Fields::of(&file, "a manifest", &manifest);
    fields.is_ok_and(|fields| fields.get("workspace").is_some())
}

/// Whether a package stands where cargo puts what it downloads, or in a folder `vendor`.
pub(super) fn is_dependency(package: &Path) -> bool {
    let names: Vec<&str> = package
        .components()
        .filter_map(|component| component.as_os_str().to_str())
        .collect();
    let below = |pair: [&str; 2]| names.windows(2).any(|names| names == pair);
    // The package's own folder may be called `vendor`, as one for selling things.
    let above = &names[..names.len().saturating_sub(1)];
    below(["registry", "src"]) || below(["git", "checkouts"]) || above.contains(&"vendor")
}

/// A path of the variable: relative to the folder in which the compiler runs, which under cargo is
/// the workspace's.
fn absolute(path: &Path, base: Option<&Path>) -> PathBuf {
    match base {
        _ if path.is_absolute() => path.to_owned(),
        Some(base) => base.join(path),
        None => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}

/// A path without `.` and `..`, to be shown: links may make another file of it.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}
