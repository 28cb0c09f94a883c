//! A workspace on the disk: what `load` finds there, and that it sees every change in a process
//! that lives on, as a language server's does.

#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use traced_conventions::load::{Surroundings, load};
use traced_conventions::{Level, Rule};

struct Workspace(PathBuf);

impl Workspace {
    fn new(name: &str) -> Self {
        let root = env::temp_dir().join(format!("traced-{name}-{}", process::id()));
        let workspace = Workspace(root);
        workspace.write("Cargo.toml", "[workspace]\nmembers = ['one', 'two']\n");
        workspace.write("one/Cargo.toml", "[package]\nname = 'one'\n");
        workspace.write("two/Cargo.toml", "[package]\nname = 'two'\n");
        workspace
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        let folder = path.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(folder).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The level of `raw-spawn` for a package, or the error.
    fn level(&self, package: &str) -> Result<Level, String> {
        let surroundings = Surroundings {
            config: None,
            package: Some(self.path(package)),
        };
        let loaded = load(&surroundings).map_err(|error| error.to_string())?;
        Ok(loaded.conventions.policy().level(Rule::RawSpawn))
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_process_that_lives_on_sees_every_change() {
    let workspace = Workspace::new("changes");
    assert_eq!(workspace.level("one"), Ok(Level::Warn));
    workspace.write("traced.toml", "[levels]\nraw-spawn = 'deny'\n");
    assert_eq!(workspace.level("one"), Ok(Level::Deny));
    workspace.write("traced.toml", "[levels]\nraw-spawn = 'allow'\n");
    assert_eq!(workspace.level("one"), Ok(Level::Allow));
    workspace.write("traced.toml", "[levels]\nraw-spwn = 'allow'\n");
    assert_eq!(
        workspace.level("one"),
        Err("traced.toml:2: there is no rule `raw-spwn`; did you mean `raw-spawn`?".to_owned())
    );
    fs::remove_file(workspace.path("traced.toml")).expect("the file is there");
    assert_eq!(workspace.level("one"), Ok(Level::Warn));
}

#[test]
fn two_packages_have_two_policies() {
    let workspace = Workspace::new("policies");
    workspace.write("traced.toml", "[levels]\nraw-spawn = 'deny'\n");
    workspace.write("two/traced.toml", "[levels]\nraw-spawn = 'allow'\n");
    assert_eq!(workspace.level("one"), Ok(Level::Deny));
    assert_eq!(workspace.level("two"), Ok(Level::Allow));
}

#[test]
fn a_folder_where_a_file_should_be() {
    let workspace = Workspace::new("folder");
    workspace.write("traced.toml/file", "");
    assert_eq!(
        workspace.level("one"),
        Err("traced.toml: it is a folder; name the file in it".to_owned())
    );
}

#[test]
fn the_paths_to_watch_are_absolute() {
    let workspace = Workspace::new("paths");
    workspace.write(
        "traced.toml",
        "[registry]\npath = 'telemetry/registry.yaml'\n",
    );
    workspace.write("telemetry/registry.yaml", "groups: []\n");
    let loaded = load(&Surroundings {
        config: Some(workspace.path("traced.toml")),
        package: None,
    });
    let files = loaded.expect("conventions").files;
    assert_eq!(
        files,
        [
            workspace.path("traced.toml"),
            workspace.path("telemetry/registry.yaml")
        ]
    );
    assert!(files.iter().all(|file| file.is_absolute()));
}
