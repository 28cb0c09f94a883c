//! The rules of the workspace's shape, as functions from source files to violations.
//!
//! Each rule takes the files it is to judge, so that a test can show it planted faults.

mod circles;
mod declared;
mod features;
mod layers;
mod modules;
mod packages;
mod paths;
mod rules;
mod size;
mod source;

pub use self::{
    circles::circles,
    features::{feature_gates, unsafe_code_is_forbidden},
    layers::{layer_of, layers},
    packages::{Package, private_interfaces, workspace, workspace_arrows},
    rules::tested_rules,
    size::longest_files,
    source::{SourceFile, rust_files, workspace_root},
};

use std::fmt;

/// One breach of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    file: String,
    line: usize,
    what: String,
}

impl Violation {
    fn new(file: &SourceFile, line: usize, what: impl Into<String>) -> Self {
        Self {
            file: file.path().to_owned(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Panics with all violations, one a line.
///
/// # Panics
/// If there is one.
#[track_caller]
pub fn assert_none(rule: &str, violations: &[Violation]) {
    let list: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "{rule}:\n{}", list.join("\n"));
}
