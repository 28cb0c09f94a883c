//! Source files, as text and as tokens.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use proc_macro2::{LexError, TokenStream};

/// A Rust file of the workspace, or one made up.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: String,
    text: String,
}

impl SourceFile {
    /// A file by its path from the workspace's root, with `/`.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    /// From the workspace's root.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Without comments; documentation is an attribute.
    ///
    /// # Errors
    /// If it is no Rust.
    pub fn tokens(&self) -> Result<TokenStream, LexError> {
        self.text.parse()
    }
}

/// The folder with the workspace's manifest.
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All Rust files below `folder` (from the workspace's root; `""` is all), in the order of their
/// paths. Build output and hidden folders are left out.
///
/// # Errors
/// If a file cannot be read.
pub fn rust_files(folder: &str) -> io::Result<Vec<SourceFile>> {
    let root = workspace_root();
    let mut files = Vec::new();
    let mut pending = vec![root.join(folder)];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                if name != "target" && !name.starts_with('.') {
                    pending.push(path);
                }
            } else if name.ends_with(".rs") {
                let text = fs::read_to_string(&path)?;
                let path = path.strip_prefix(&root).unwrap_or(&path);
                let path: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                files.push(SourceFile::new(path.join("/"), text));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
