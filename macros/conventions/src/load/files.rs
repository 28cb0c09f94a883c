//! The disk: the only input and output of this crate.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use crate::document::MAX_BYTES;

/// What reading needs of a file system.
pub(super) trait Files {
    /// The state of a file, or the error of looking at it.
    fn stamp(&self, path: &Path) -> io::Result<Stamp>;

    /// The bytes of a file, or `None` if they are more than any file of conventions may have.
    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>>;
}

/// What changes when a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) modified: Option<SystemTime>,
    pub(super) length: u64,
    pub(super) is_file: bool,
}

pub(super) struct Disk;

impl Files for Disk {
    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let metadata = fs::metadata(path)?;
        Ok(Stamp {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            is_file: metadata.is_file(),
        })
    }

    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        // A pipe or a terminal would be waited for, a folder has no bytes.
        let stamp = self.stamp(path)?;
        if !stamp.is_file {
            let is_folder = path.is_dir();
            let kind = if is_folder {
                io::ErrorKind::IsADirectory
            } else {
                io::ErrorKind::InvalidInput
            };
            return Err(io::Error::from(kind));
        }
        let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
        Ok((bytes.len() <= MAX_BYTES).then_some(bytes))
    }
}

/// An error of the file system, as one says it.
pub(super) fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "this user may not read the file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name the file in it".to_owned(),
        io::ErrorKind::InvalidInput => "it is not a plain file".to_owned(),
        _ => error.to_string(),
    }
}
