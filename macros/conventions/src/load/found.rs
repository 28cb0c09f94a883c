//! A file that was found, and how messages name it.

use std::path::{Component, Path, PathBuf};

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
