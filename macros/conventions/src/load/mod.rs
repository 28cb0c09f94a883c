//! Finding the files that hold for a package, and reading them once.
//!
//! `find` says where to look and is pure; `files` is the only place that touches the disk, behind
//! a trait; `memo` remembers what was read for as long as the files stay as they were.

mod files;
mod find;
mod memo;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::document::too_large;
use crate::error::Result;
use crate::policy::Setting;
use crate::{Conventions, Policy, ReadError, Registry};
use files::{Disk, Files, Stamp};
use find::Found;
use memo::Memo;

pub use find::{CONFIG_FILE, CONFIG_VARIABLE};

/// Where a package stands, as the compiler is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `TRACED_CONFIG`.
    pub config: Option<PathBuf>,
    /// `CARGO_MANIFEST_DIR`.
    pub package: Option<PathBuf>,
}

impl Surroundings {
    /// What the environment of this process says.
    pub fn of_process() -> Self {
        let variable = |name| {
            let value = std::env::var_os(name);
            value.filter(|value| !value.is_empty()).map(PathBuf::from)
        };
        Surroundings {
            config: variable(CONFIG_VARIABLE),
            package: variable("CARGO_MANIFEST_DIR"),
        }
    }
}

/// The conventions of a package, and the files they stand in.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What the package is judged by.
    pub conventions: Conventions,
    /// Absolute paths of what was read: a change of one of these changes the conventions.
    pub files: Vec<PathBuf>,
}

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
        .is_some_and(find::is_dependency);
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
    let mut reading = Reading {
        files,
        stamps: Vec::new(),
    };
    let loaded = reading.conventions(found).map(|conventions| Loaded {
        conventions,
        files: reading
            .stamps
            .iter()
            .map(|(path, _)| path.clone())
            .collect(),
    });
    memo.remember(&found.path, reading.stamps, &loaded);
    loaded
}

/// The files that are read for one package, each with its state before it was read.
struct Reading<'f> {
    files: &'f dyn Files,
    stamps: Vec<(PathBuf, Option<Stamp>)>,
}

impl Reading<'_> {
    fn conventions(&mut self, found: &Found) -> Result<Conventions> {
        let shown = found.shown();
        let bytes = self.contents(&found.path, &shown)?;
        let policy = Policy::read(&shown, &bytes)?;
        let registry = match &policy.registry {
            None => Registry::default(),
            Some(setting) => self.registry(found, setting)?,
        };
        Conventions::new(policy, registry)
    }

    fn registry(&mut self, found: &Found, setting: &Setting<String>) -> Result<Registry> {
        let folder = found.path.parent().unwrap_or(Path::new(""));
        let path = folder.join(&setting.value);
        let shown = find::shown(&path, found.base.as_deref());
        // A registry that is not there is a mistake in the line that names it.
        let bytes = self.contents(&path, &shown).map_err(|error| {
            let message = format!("{shown} cannot be read: {}", error.message());
            ReadError::at(&setting.at, message)
        })?;
        Registry::read([(shown.as_str(), bytes.as_slice())])
    }

    fn contents(&mut self, path: &Path, shown: &str) -> Result<Vec<u8>> {
        self.stamps
            .push((path.to_owned(), self.files.stamp(path).ok()));
        let shown: Arc<str> = Arc::from(shown);
        match self.files.read(path) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(too_large(&shown)),
            Err(error) => Err(ReadError::whole(shown, files::in_words(&error))),
        }
    }
}
