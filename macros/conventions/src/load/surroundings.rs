//! Where a package stands, as the compiler is told.

use std::path::PathBuf;

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
