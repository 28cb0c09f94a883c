//! Where a package stands: as the compiler is told, and as its place and its manifest say.

use std::path::{Path, PathBuf};

use crate::document;

/// The variable that names the policy's file.
pub const CONFIG_VARIABLE: &str = "TRACED_CONFIG";

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

/// Whether a manifest is a workspace's: it has a table `workspace`.
pub(super) fn is_workspace(manifest: &[u8]) -> bool {
    let file = "Cargo.toml".into();
    let text = document::decode(&file, manifest);
    let Ok(manifest) = text.and_then(|text| document::parse_toml(&file, text)) else {
        return false;
    };
    let fields = document::Fields::of(&file, "a manifest", &manifest);
    fields.is_ok_and(|fields| fields.get("workspace").is_some())
}

/// Whether a package stands where cargo puts what it downloads, or in a folder `vendor`.
pub(super) fn is_dependency(package: &Path) -> bool {
    let names: Vec<&str> = package
        .components()
        .filter_map(|component| component.as_os_str().to_str())
        .collect();
    let below = |pair: [&str; 2]| names.windows(2).any(|names| names == pair);
    // The package's own folder may be called `vendor`, as one for selling things.
    let above = &names[..names.len().saturating_sub(1)];
    below(["registry", "src"]) || below(["git", "checkouts"]) || above.contains(&"vendor")
}
