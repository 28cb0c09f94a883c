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

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::path::PathBuf;
    use std::{env, fs, process};

    use super::{Disk, Files, in_words};
    use crate::document::MAX_BYTES;

    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn folder() -> Folder {
        let folder = env::temp_dir().join(format!("traced-conventions-{}", process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    #[test]
    fn what_the_disk_says() {
        let folder = folder();
        let text = folder.0.join("text");
        fs::write(&text, "x").expect("a file");
        assert_eq!(Disk.read(&text).ok().flatten().as_deref(), Some(&b"x"[..]));
        assert_eq!(Disk.stamp(&text).map(|stamp| stamp.length).ok(), Some(1));
        let before = Disk.stamp(&text).ok();
        fs::write(&text, "xy").expect("a file");
        assert_ne!(Disk.stamp(&text).ok(), before);

        let large = folder.0.join("large");
        let file = fs::File::create(&large).expect("a file");
        file.set_len(MAX_BYTES as u64 + 1).expect("a sparse file");
        assert_eq!(Disk.read(&large).ok(), Some(None));

        let error = |path: PathBuf| Disk.read(&path).expect_err("an error");
        let missing = error(folder.0.join("missing"));
        assert_eq!(in_words(&missing), "there is no such file");
        let is_folder = error(folder.0.clone());
        assert_eq!(in_words(&is_folder), "it is a folder; name the file in it");
        let below_a_file = error(text.join("below"));
        assert_ne!(below_a_file.kind(), ErrorKind::InvalidInput);
    }

    /// A device has no end, and a pipe has none until somebody closes it.
    #[cfg(unix)]
    #[test]
    fn what_is_no_plain_file_is_not_read() {
        let error = Disk.read("/dev/zero".as_ref()).expect_err("an error");
        assert_eq!(in_words(&error), "it is not a plain file");
    }
}
