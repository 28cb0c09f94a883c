//! Which file holds, what is remembered, and what is said of files that cannot be read; on a file
//! system of the test's own.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::files::{Files, Stamp};
use super::memo::Memo;
use super::surroundings::is_dependency;
use super::{Loaded, Surroundings, load_from};
use crate::{Level, Rule};

#[derive(Default)]
struct Fake {
    files: RefCell<BTreeMap<PathBuf, Entry>>,
    reads: Cell<usize>,
}

#[derive(Clone)]
enum Entry {
    Text(String, u64),
    Fails(io::ErrorKind),
}

impl Fake {
    fn of(files: &[(&str, &str)]) -> Self {
        let fake = Fake::default();
        for (path, text) in files {
            fake.write(path, text, 0);
        }
        fake
    }

    fn write(&self, path: &str, text: &str, second: u64) {
        let entry = Entry::Text(text.to_owned(), second);
        self.files.borrow_mut().insert(PathBuf::from(path), entry);
    }

    fn fail(&self, path: &str, kind: io::ErrorKind) {
        let mut files = self.files.borrow_mut();
        files.insert(PathBuf::from(path), Entry::Fails(kind));
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        let files = self.files.borrow();
        let entry = files.get(path).cloned();
        entry.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

impl Files for Fake {
    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        Ok(match self.entry(path)? {
            Entry::Text(text, second) => Stamp {
                modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(second)),
                length: text.len() as u64,
                is_file: true,
            },
            Entry::Fails(_) => Stamp {
                modified: None,
                length: 0,
                is_file: true,
            },
        })
    }

    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        self.reads.set(self.reads.get() + 1);
        match self.entry(path)? {
            Entry::Text(text, _) => Ok(Some(text.into_bytes())),
            Entry::Fails(kind) => Err(io::Error::from(kind)),
        }
    }
}

fn package(folder: &str) -> Surroundings {
    Surroundings {
        config: None,
        package: Some(PathBuf::from(folder)),
    }
}

fn with_config(config: &str, folder: Option<&str>) -> Surroundings {
    Surroundings {
        config: Some(PathBuf::from(config)),
        package: folder.map(PathBuf::from),
    }
}

fn load(files: &Fake, surroundings: &Surroundings) -> Result<Loaded, String> {
    let loaded = load_from(files, &mut Memo::default(), surroundings);
    loaded.map_err(|error| error.to_string())
}

/// The line that decided the style of names, which tells the files apart.
fn decided(loaded: &Loaded) -> Option<String> {
    let style = loaded.conventions.policy().names.style.as_ref();
    style.map(|style| style.at.to_string())
}

const WORKSPACE: (&str, &str) = ("/ws/Cargo.toml", "[workspace]\nmembers = ['a/b']\n");
const MEMBER: (&str, &str) = ("/ws/a/b/Cargo.toml", "[package]\nname = 'b'\n");
const STYLE: &str = "[names]\nstyle = 'any'\n";

#[test]
fn the_nearest_file_up_to_the_workspace_holds() {
    for (files, folder, wanted) in [
        (vec![WORKSPACE, MEMBER], "/ws/a/b", None),
        (
            vec![WORKSPACE, MEMBER, ("/ws/traced.toml", STYLE)],
            "/ws/a/b",
            Some("traced.toml:2"),
        ),
        (
            vec![
                WORKSPACE,
                MEMBER,
                ("/ws/a/traced.toml", STYLE),
                ("/ws/traced.toml", STYLE),
            ],
            "/ws/a/b",
            Some("a/traced.toml:2"),
        ),
        (
            vec![WORKSPACE, MEMBER, ("/ws/a/b/traced.toml", STYLE)],
            "/ws/a/b",
            Some("a/b/traced.toml:2"),
        ),
        // Above the workspace nothing is ours.
        (
            vec![WORKSPACE, MEMBER, ("/traced.toml", STYLE)],
            "/ws/a/b",
            None,
        ),
        // Without a workspace only the package's own folder is.
        (vec![MEMBER, ("/ws/traced.toml", STYLE)], "/ws/a/b", None),
        (
            vec![MEMBER, ("/ws/a/b/traced.toml", STYLE)],
            "/ws/a/b",
            Some("traced.toml:2"),
        ),
        // A manifest that mentions a workspace is not one.
        (
            vec![
                WORKSPACE,
                (
                    "/ws/a/b/Cargo.toml",
                    "# [workspace]\n[package]\nworkspace = '../..'\n",
                ),
                ("/ws/traced.toml", STYLE),
            ],
            "/ws/a/b",
            Some("traced.toml:2"),
        ),
        // A relative folder says nothing.
        (vec![("a/b/traced.toml", STYLE)], "a/b", None),
    ] {
        let loaded = load(&Fake::of(&files), &package(folder)).expect("conventions");
        assert_eq!(decided(&loaded).as_deref(), wanted, "{files:?}");
        assert_eq!(loaded.files.len(), usize::from(wanted.is_some()));
    }
}

#[test]
fn the_variable_comes_first() {
    let files = Fake::of(&[
        WORKSPACE,
        MEMBER,
        ("/ws/traced.toml", STYLE),
        ("/ws/other/policy.toml", STYLE),
        ("/else/policy.toml", STYLE),
    ]);
    for (config, folder, wanted) in [
        (
            "/else/policy.toml",
            Some("/ws/a/b"),
            Ok(Some("/else/policy.toml:2")),
        ),
        ("/else/policy.toml", None, Ok(Some("/else/policy.toml:2"))),
        (
            "/else/policy.toml",
            Some("a/b"),
            Ok(Some("/else/policy.toml:2")),
        ),
        (
            "other/policy.toml",
            Some("/ws/a/b"),
            Ok(Some("other/policy.toml:2")),
        ),
        (
            "/nowhere.toml",
            Some("/ws/a/b"),
            Err("TRACED_CONFIG: there is no file `/nowhere.toml`"),
        ),
    ] {
        let loaded = load(&files, &with_config(config, folder));
        let decided = loaded.map(|loaded| decided(&loaded));
        let wanted = wanted.map(|wanted| wanted.map(str::to_owned));
        assert_eq!(decided, wanted.map_err(str::to_owned), "{config}");
    }
}

#[test]
fn a_dependency_is_judged_leniently() {
    let folder = "/home/u/.cargo/registry/src/index/dep-1.0.0";
    let wrong = Fake::of(&[(&format!("{folder}/traced.toml"), "wrong")]);
    for files in [Fake::default(), wrong] {
        let surroundings = with_config("/nowhere", Some(folder));
        let loaded = load(&files, &surroundings).expect("conventions");
        let policy = loaded.conventions.policy();
        assert_eq!(policy.level(Rule::NameStyle), Level::Allow);
        assert_eq!(policy.level(Rule::RawSpawn), Level::Warn);
    }
    for (folder, is) in [
        ("/home/u/.cargo/registry/src/index/dep-1.0.0", true),
        ("/home/u/.cargo/git/checkouts/dep-12/ab", true),
        ("/ws/vendor/dep", true),
        ("/ws/vendor", false),
        ("/ws/registry/server", false),
        ("/ws/git/tool", false),
    ] {
        assert_eq!(is_dependency(Path::new(folder)), is, "{folder}");
    }
}

const WITH_REGISTRY: &str = "[registry]\npath = \"telemetry/r.yaml\"\n";
const REGISTRY: &str = "groups: [{id: span.a, type: span, brief: A}]";

#[test]
fn the_registry_stands_beside_its_policy() {
    let files = Fake::of(&[
        WORKSPACE,
        MEMBER,
        ("/ws/traced.toml", WITH_REGISTRY),
        ("/ws/telemetry/r.yaml", REGISTRY),
    ]);
    let loaded = load(&files, &package("/ws/a/b")).expect("conventions");
    let span = loaded.conventions.span("a").expect("a span");
    assert_eq!(span.at.to_string(), "telemetry/r.yaml:1");
    let read = [
        Path::new("/ws/traced.toml"),
        Path::new("/ws/telemetry/r.yaml"),
    ];
    assert_eq!(loaded.files, read);
}

#[test]
fn files_that_cannot_be_read() {
    let files = Fake::of(&[WORKSPACE, MEMBER, ("/ws/traced.toml", WITH_REGISTRY)]);
    let error = || load(&files, &package("/ws/a/b")).expect_err("an error");
    for (kind, wanted) in [
        (
            io::ErrorKind::PermissionDenied,
            "this user may not read the file",
        ),
        (
            io::ErrorKind::IsADirectory,
            "it is a folder; name the file in it",
        ),
        (io::ErrorKind::NotFound, "there is no such file"),
    ] {
        files.fail("/ws/telemetry/r.yaml", kind);
        assert_eq!(
            error(),
            format!("traced.toml:2: telemetry/r.yaml cannot be read: {wanted}")
        );
    }
    files.write("/ws/telemetry/r.yaml", "groups: 5", 0);
    assert_eq!(
        error(),
        "telemetry/r.yaml:1: `groups` is a list; this is the integer `5`"
    );
    files.fail("/ws/traced.toml", io::ErrorKind::IsADirectory);
    assert_eq!(error(), "traced.toml: it is a folder; name the file in it");
    files.write("/ws/traced.toml", "[name]\n", 0);
    assert_eq!(
        error(),
        "traced.toml:1: `traced.toml` has no field `name`; did you mean `names`?"
    );
}

#[test]
fn what_was_read_is_remembered_until_it_changes() {
    let files = Fake::of(&[
        WORKSPACE,
        MEMBER,
        ("/ws/traced.toml", WITH_REGISTRY),
        ("/ws/telemetry/r.yaml", REGISTRY),
    ]);
    let mut memo = Memo::default();
    let mut spans = |reads: usize| {
        let before = files.reads.get();
        let loaded = load_from(&files, &mut memo, &package("/ws/a/b"));
        assert_eq!(files.reads.get() - before, reads);
        let loaded = loaded.map_err(|error| error.to_string())?;
        let names = loaded.conventions.span_names().map(str::to_owned);
        Ok::<_, String>(names.collect::<Vec<_>>())
    };
    // Two manifests, the policy, the registry.
    assert_eq!(spans(4), Ok(vec!["a".to_owned()]));
    assert_eq!(spans(0), Ok(vec!["a".to_owned()]));
    // The registry changes in time only, then in length only, then it is wrong, then it is gone.
    files.write(
        "/ws/telemetry/r.yaml",
        &REGISTRY.replace("span.a", "span.b"),
        1,
    );
    assert_eq!(spans(2), Ok(vec!["b".to_owned()]));
    files.write(
        "/ws/telemetry/r.yaml",
        &REGISTRY.replace("span.a", "span.cc"),
        1,
    );
    assert_eq!(spans(2), Ok(vec!["cc".to_owned()]));
    files.write("/ws/telemetry/r.yaml", "wrong", 2);
    assert!(spans(2).is_err());
    assert!(spans(0).is_err());
    files
        .files
        .borrow_mut()
        .remove(Path::new("/ws/telemetry/r.yaml"));
    assert!(spans(2).is_err());
    files.write("/ws/telemetry/r.yaml", REGISTRY, 3);
    assert_eq!(spans(2), Ok(vec!["a".to_owned()]));
    // A nearer policy appears, and goes again.
    files.write("/ws/a/b/traced.toml", STYLE, 0);
    assert_eq!(spans(1), Ok(vec![]));
    files
        .files
        .borrow_mut()
        .remove(Path::new("/ws/a/b/traced.toml"));
    assert_eq!(spans(0), Ok(vec!["a".to_owned()]));
    // The workspace is given up.
    files.write("/ws/Cargo.toml", "", 1);
    assert_eq!(spans(1), Ok(vec![]));
}
