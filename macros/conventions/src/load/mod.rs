//! Finding the files that hold for a package, and reading them once.
//!
//! `surroundings` is where a package stands. `find` says where to look and is pure, and `found` is
//! what it finds; `files` is the only place that touches the disk, behind a trait; `reading` makes
//! conventions of the files, and `memo` remembers what was read for as long as they stay as they were.

mod files;
mod find;
mod found;
mod memo;
mod reading;
mod surroundings;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::ReadError;
use crate::error::Result;
use files::{Disk, Files};
use found::Found;
use memo::Memo;

pub use find::CONFIG_FILE;
pub use reading::Loaded;
pub use surroundings::{CONFIG_VARIABLE, Surroundings};

/// The conventions of the package that stands there; without a `traced.toml` the built-in ones.
///
/// It looks, in this order, at `TRACED_CONFIG`, and for a `traced.toml` in the package's folder
/// and those above it up to the workspace's. What was read is remembered while path, time of
/// change and length of the files stay the same.
///
/// A package that was downloaded as a dependency (below `registry/src`, `git/checkouts` or
/// `vendor`) is judged leniently, and only a file of its own holds for it: whoever builds it did
/// not write it.
///
/// # Errors
///
/// If a file cannot be read or is wrong, with its name and line; never for a dependency.
pub fn load(surroundings: &Surroundings) -> std::result::Result<Loaded, ReadError> {
    with_memo(|memo| load_from(&Disk, memo, surroundings))
}

/// The conventions of a policy that somebody names, wherever it stands. Messages name its files
/// relative to the current folder.
///
/// # Errors
///
/// If a file cannot be read or is wrong, with its name and line.
pub fn load_file(policy: &Path) -> std::result::Result<Loaded, ReadError> {
    let path = std::path::absolute(policy).unwrap_or_else(|_| policy.to_owned());
    let base = std::env::current_dir().ok();
    with_memo(|memo| read(&Disk, memo, &Found { path, base }))
}

fn with_memo<R>(f: impl FnOnce(&mut Memo) -> R) -> R {
    static MEMO: Mutex<Option<Memo>> = Mutex::new(None);
    let mut memo = MEMO.lock().unwrap_or_else(PoisonError::into_inner);
    f(memo.get_or_insert_default())
}

fn load_from(files: &dyn Files, memo: &mut Memo, surroundings: &Surroundings) -> Result<Loaded> {
    let lenient = surroundings
        .package
        .as_deref()
        .is_some_and(surroundings::is_dependency);
    let loaded = match find::find(files, memo, surroundings)? {
        Some(found) => read(files, memo, &found),
        None => Ok(Loaded::default()),
    };
    if !lenient {
        return loaded;
    }
    let loaded = loaded.unwrap_or_default();
    Ok(Loaded {
        conventions: loaded.conventions.lenient(),
        files: loaded.files,
    })
}

fn read(files: &dyn Files, memo: &mut Memo, found: &Found) -> Result<Loaded> {
    if let Some(remembered) = memo.conventions(files, &found.path) {
        return remembered;
    }
    let (loaded, stamps) = reading::read(files, found);
    memo.remember(&found.path, stamps, &loaded);
    loaded
}
