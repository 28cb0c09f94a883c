//! Making conventions of the files that hold for a package.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{Files, Stamp, in_words};
use super::found::{Found, shown};
use crate::document::too_large;
use crate::error::Result;
use crate::policy::Setting;
use crate::{Conventions, Policy, ReadError, Registry};

/// The conventions of a package, and the files they stand in.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What the package is judged by.
    pub conventions: Conventions,
    /// Absolute paths of what was read: a change of one of these changes the conventions.
    pub files: Vec<PathBuf>,
}

/// What came of the files, and the state in which each was before it was read.
pub(super) fn read(
    files: &dyn Files,
    found: &Found,
) -> (Result<Loaded>, Vec<(PathBuf, Option<Stamp>)>) {
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
    (loaded, reading.stamps)
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
        let shown = shown(&path, found.base.as_deref());
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
            Err(error) => Err(ReadError::whole(shown, in_words(&error))),
        }
    }
}
