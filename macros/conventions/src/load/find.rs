//! Which `traced.toml` holds for a package.

use std::path::{Path, PathBuf};

use super::files::Files;
use super::found::Found;
use super::memo::Memo;
use super::surroundings::{CONFIG_VARIABLE, Surroundings, is_dependency};
use crate::ReadError;
use crate::error::Result;

/// The name of the policy's file.
pub const CONFIG_FILE: &str = "traced.toml";

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

/// A path of the variable: relative to the folder in which the compiler runs, which under cargo is
/// the workspace's.
fn absolute(path: &Path, base: Option<&Path>) -> PathBuf {
    match base {
        _ if path.is_absolute() => path.to_owned(),
        Some(base) => base.join(path),
        None => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}
