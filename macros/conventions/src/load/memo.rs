//! What was read, for as long as the files stay as they were.
//!
//! A language server keeps one process for days, and one process compiles many packages: what is
//! remembered is checked against path, time of change and length each time it is asked for.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::files::{Files, Stamp};
use super::reading::Loaded;
use super::surroundings;
use crate::error::Result;

/// Entries of either kind that are kept; beyond that everything is forgotten.
const MOST: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Memo {
    conventions: HashMap<PathBuf, Remembered>,
    workspaces: HashMap<PathBuf, (Option<Stamp>, bool)>,
}

/// What came of the files that were read, which may be an error.
#[derive(Debug)]
struct Remembered {
    stamps: Vec<(PathBuf, Option<Stamp>)>,
    loaded: Result<Loaded>,
}

impl Memo {
    /// What came of a policy, if none of its files has changed since.
    pub(super) fn conventions(&self, files: &dyn Files, policy: &Path) -> Option<Result<Loaded>> {
        let remembered = self.conventions.get(policy)?;
        let unchanged = |(path, stamp): &(PathBuf, Option<Stamp>)| files.stamp(path).ok() == *stamp;
        let current = remembered.stamps.iter().all(unchanged);
        current.then(|| remembered.loaded.clone())
    }

    /// Keeps what came of files that were in this state before they were read.
    pub(super) fn remember(
        &mut self,
        policy: &Path,
        stamps: Vec<(PathBuf, Option<Stamp>)>,
        loaded: &Result<Loaded>,
    ) {
        if self.conventions.len() >= MOST {
            self.conventions.clear();
        }
        let loaded = loaded.clone();
        let remembered = Remembered { stamps, loaded };
        self.conventions.insert(policy.to_owned(), remembered);
    }

    /// Whether a manifest is a workspace's. A manifest that cannot be read is none.
    pub(super) fn is_workspace(&mut self, files: &dyn Files, manifest: &Path) -> bool {
        let stamp = files.stamp(manifest).ok();
        match self.workspaces.get(manifest) {
            Some((then, is)) if *then == stamp => return *is,
            _ => {}
        }
        let bytes = stamp.and_then(|_| files.read(manifest).ok().flatten());
        let is = bytes.is_some_and(|bytes| surroundings::is_workspace(&bytes));
        if self.workspaces.len() >= MOST {
            self.workspaces.clear();
        }
        self.workspaces.insert(manifest.to_owned(), (stamp, is));
        is
    }
}
