//! Files of conventions that nobody meant: one clear error at the attribute, and nothing else.
#![allow(missing_docs, reason = "a test")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use traced_ui_tests::said;

/// Several attributes, of which one says what is wrong; a body that would not do without its own.
const SOURCE: &str = "#[traced::traced(\"Any {name}\")]
pub fn first() {}

#[traced::traced(late(any: string))]
pub fn second() {
    traced::record!(any = \"value\");
    traced::span!(\"Another Name\", {});
}

pub struct Orders;

#[traced::traced(prefix = \"Odd Name\")]
impl Orders {
    pub fn third(&self) {}
}
";

const WITH_REGISTRY: &str = "[registry]\npath = \"registry.yaml\"\n";

struct Case(PathBuf);

impl Case {
    fn new(name: &str, policy: impl AsRef<[u8]>) -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("broken")
            .join(name);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("case.rs"), SOURCE)?;
        fs::write(folder.join("traced.toml"), policy)?;
        Ok(Case(folder))
    }

    fn with_registry(name: &str, registry: impl AsRef<[u8]>) -> io::Result<Self> {
        // Tests run side by side, and a policy may have the same fault.
        let case = Case::new(&format!("registry, {name}"), WITH_REGISTRY)?;
        fs::write(case.0.join("registry.yaml"), registry)?;
        Ok(case)
    }

    /// The one error, which stands at the first attribute.
    #[track_caller]
    fn error(&self) -> String {
        let said = said(
            &self.0.join("case.rs"),
            Some(Path::new("traced.toml")),
            &self.0,
        )
        .expect("a compiler");
        let errors: Vec<&str> = said
            .lines()
            .filter(|line| line.starts_with("error") && !line.starts_with("error: aborting"))
            .collect();
        let [error] = errors.as_slice() else {
            panic!("not one error:\n{said}");
        };
        assert!(said.contains("--> case.rs:1:1\n"), "{said}");
        assert!(
            !said.contains("panicked") && !said.contains("warning:"),
            "{said}"
        );
        assert!(said.len() < 2_000, "{} bytes", said.len());
        error.trim_start_matches("error: ").to_owned()
    }
}

#[test]
fn policies() -> io::Result<()> {
    for (name, policy, wanted) in [
        ("no toml", &b"["[..], "traced.toml:1: this is not TOML: "),
        (
            "table",
            b"[nmes]\n",
            "traced.toml:1: `traced.toml` has no field `nmes`; did you mean `names`?",
        ),
        (
            "rule",
            b"[levels]\nname-stile = \"deny\"",
            "traced.toml:2: there is no rule `name-stile`; did you mean `name-style`?",
        ),
        (
            "level",
            b"[levels]\nname-style = \"warning\"",
            "traced.toml:2: ",
        ),
        ("type", b"[names]\nmax_length = \"64\"", "traced.toml:2: "),
        ("no utf-8", b"[names]\nstyle = \"\xff\"", "traced.toml:2: "),
        (
            "registry",
            b"[names]\nrequire_registered = true",
            "traced.toml:2: `require_registered` needs a registry",
        ),
        (
            "no registry",
            WITH_REGISTRY.as_bytes(),
            "traced.toml:2: registry.yaml cannot be read: there is no such file",
        ),
    ] {
        let error = Case::new(name, policy)?.error();
        assert!(error.starts_with(wanted), "{name}: {error}");
    }
    Ok(())
}

#[test]
fn registries() -> io::Result<()> {
    let attributes = |text: &str| {
        format!(
            "groups:\n- id: registry.a\n  type: attribute_group\n  brief: A\n  attributes:\n{text}"
        )
    };
    let group = |id: &str, extends: &str| {
        format!(
            "- {{id: {id}, type: attribute_group, brief: A, extends: {extends}, attributes: []}}\n"
        )
    };
    let attribute = "  - {id: a.b, type: string, brief: B, stability: stable}\n";
    let bomb = (1..40).fold("a0: &a0 [x, x]\n".to_owned(), |text, i| {
        format!("{text}a{i}: &a{i} [*a{0}, *a{0}, *a{0}, *a{0}]\n", i - 1)
    });
    for (name, registry, wanted) in [
        (
            "no yaml",
            "groups: [".to_owned(),
            "registry.yaml:1: this is not YAML: ",
        ),
        (
            "tabs",
            "groups:\n\t- id: a\n".to_owned(),
            "registry.yaml:2: this is not YAML: ",
        ),
        (
            "a cycle",
            format!("groups:\n{}{}", group("a", "b"), group("b", "a")),
            "registry.yaml:",
        ),
        (
            "twice",
            attributes(&format!("{attribute}{attribute}")),
            "registry.yaml:7: ",
        ),
        (
            "type of a field",
            "groups: 5".to_owned(),
            "registry.yaml:1: `groups` is a list; this is the integer `5`",
        ),
        (
            "type",
            attributes("  - {id: a.b, type: strnig, brief: B, stability: stable}\n"),
            "registry.yaml:6: ",
        ),
        ("a bomb", bomb, "registry.yaml:"),
        (
            "an alias of itself",
            "groups: &a [*a]".to_owned(),
            "registry.yaml:1: this alias stands inside what it stands for",
        ),
        (
            "a huge string",
            format!("groups: \"{}\"", "x".repeat(1 << 20)),
            "registry.yaml:1: this text is longer than 64 KiB",
        ),
        (
            "a huge file",
            " ".repeat((8 << 20) + 1),
            "traced.toml:2: registry.yaml cannot be read: the file is larger than 8 MiB",
        ),
        ("deep", "[".repeat(10_000), "registry.yaml:1: "),
        (
            "a cycle of groups",
            "file_format: definition/2\nattribute_groups:\n\
            - {id: a, visibility: internal, attributes: [{ref_group: b}]}\n\
            - {id: b, visibility: internal, attributes: [{ref_group: a}]}\n"
                .to_owned(),
            "registry.yaml:",
        ),
        (
            "a reference to nothing",
            "groups:\n- {id: span.a, type: span, brief: A, attributes: [{ref: a.b}]}\n".to_owned(),
            "registry.yaml:2: ",
        ),
    ] {
        let error = Case::with_registry(name, registry)?.error();
        assert!(error.starts_with(wanted), "{name}: {error}");
    }
    let error = Case::with_registry("no utf-8", b"groups: [\xff\xfe]")?.error();
    assert!(error.starts_with("registry.yaml:1: "), "{error}");
    Ok(())
}

#[test]
fn what_is_no_file() -> io::Result<()> {
    let folder = Case::new("a folder", WITH_REGISTRY)?;
    fs::create_dir(folder.0.join("registry.yaml"))?;
    assert_eq!(
        folder.error(),
        "traced.toml:2: registry.yaml cannot be read: it is a folder; name the file in it"
    );
    let policy = Case::new("a folder for a policy", "")?;
    fs::remove_file(policy.0.join("traced.toml"))?;
    fs::create_dir(policy.0.join("traced.toml"))?;
    assert_eq!(
        policy.error(),
        "traced.toml: it is a folder; name the file in it"
    );
    let missing = Case::new("missing", "")?;
    fs::remove_file(missing.0.join("traced.toml"))?;
    assert_eq!(
        missing.error(),
        "TRACED_CONFIG: there is no file `traced.toml`"
    );
    Ok(())
}

/// Root may read every file, and then there is nothing to see.
#[cfg(unix)]
#[test]
fn a_file_that_must_not_be_read() -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let case = Case::with_registry("forbidden", "groups: []")?;
    let registry = case.0.join("registry.yaml");
    fs::set_permissions(&registry, fs::Permissions::from_mode(0o000))?;
    if fs::read(&registry).is_err() {
        assert_eq!(
            case.error(),
            "traced.toml:2: registry.yaml cannot be read: this user may not read the file"
        );
    }
    Ok(())
}
