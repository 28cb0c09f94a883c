//! What cargo builds anew when the conventions change, and whom they do not concern.
#![allow(missing_docs, reason = "a test")]

use std::io;
use std::path::Path;
use std::process::Command;

use traced_ui_tests::workspace::Workspace;

const PLACE: &str = "#[traced::traced(\"order.place\")]\npub fn place() {}\n";
const ODD: &str = "#[traced::traced(\"Order.Place\")]\npub fn place() {}\n";

fn workspace(name: &str, packages: &[&str], source: &str) -> io::Result<Workspace> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("tracking")
        .join(name);
    Workspace::new(root, packages, source)
}

#[test]
fn editing_the_policy_changes_the_verdict() -> io::Result<()> {
    let workspace = workspace("policy", &["app"], PLACE)?;
    workspace.write("traced.toml", "[names]\nprefixes = [\"order\"]\n")?;
    workspace.check(&[])?.passes(None);
    let again = workspace.check(&[])?;
    assert!(!again.compiled("app"), "{}", again.said);

    workspace.write("traced.toml", "[names]\n\nprefixes = [\"payment\"]\n")?;
    workspace
        .check(&[])?
        .fails("agreed are `payment` (traced.toml:3) [name-prefix]");

    workspace.write(
        "traced.toml",
        "[names]\nprefixes = [\"payment\"]\n[levels]\nname-prefix = \"warn\"\n",
    )?;
    workspace
        .check(&[])?
        .passes(Some("agreed are `payment` (traced.toml:2) [name-prefix]"));

    workspace.write("traced.toml", "[names]\nprefxes = []\n")?;
    workspace
        .check(&[])?
        .fails("traced.toml:2: `[names]` has no field `prefxes`; did you mean `prefixes`?");

    workspace.write("traced.toml", "")?;
    workspace.check(&[])?.passes(None);
    Ok(())
}

#[test]
fn editing_the_registry_changes_the_verdict() -> io::Result<()> {
    let workspace = workspace("registry", &["app"], PLACE)?;
    let registry = "groups: [{id: span.order.place, type: span, brief: Placed}]";
    workspace.write(
        "traced.toml",
        "[names]\nrequire_registered = true\n[registry]\npath = \"telemetry/registry.yaml\"\n",
    )?;
    workspace.write("telemetry/registry.yaml", registry)?;
    workspace.check(&[])?.passes(None);
    let again = workspace.check(&[])?;
    assert!(!again.compiled("app"), "{}", again.said);

    workspace.write(
        "telemetry/registry.yaml",
        registry.replace("place", "plaice"),
    )?;
    workspace
        .check(&[])?
        .fails("did you mean `order.plaice`, at telemetry/registry.yaml:1? (traced.toml:2) [unregistered-span]");

    workspace.write("telemetry/registry.yaml", registry)?;
    workspace.check(&[])?.passes(None);
    workspace.remove("telemetry/registry.yaml")?;
    workspace
        .check(&[])?
        .fails("traced.toml:4: telemetry/registry.yaml cannot be read: there is no such file");
    Ok(())
}

#[test]
fn deleting_the_policy_is_seen() -> io::Result<()> {
    let mut workspace = workspace("deleted", &["app"], ODD)?;
    let allowed = "[levels]\nname-style = \"allow\"\n";
    workspace.write("traced.toml", allowed)?;
    workspace.check(&[])?.passes(None);
    // Nobody's policy: what is built in holds again.
    workspace.remove("traced.toml")?;
    workspace
        .check(&[])?
        .fails("write `order.place` [name-style]");

    // One that somebody asks for is missed.
    workspace.write("shared/policy.toml", allowed)?;
    workspace.configure(Some("shared/policy.toml"));
    workspace.check(&[])?.passes(None);
    workspace.remove("shared/policy.toml")?;
    workspace
        .check(&[])?
        .fails("TRACED_CONFIG: there is no file `shared/policy.toml`");
    Ok(())
}

#[test]
fn naming_another_policy_changes_the_verdict() -> io::Result<()> {
    let mut workspace = workspace("variable", &["app"], ODD)?;
    workspace.write("lax.toml", "[levels]\nname-style = \"allow\"\n")?;
    workspace.write("strict.toml", "[names]\nstyle = \"kebab-case\"\n")?;
    workspace.configure(Some("lax.toml"));
    workspace.check(&[])?.passes(None);
    workspace.configure(Some("strict.toml"));
    workspace
        .check(&[])?
        .fails("is not kebab-case; write `order-place` (strict.toml:2) [name-style]");
    workspace.configure(None);
    workspace
        .check(&[])?
        .fails("write `order.place` [name-style]");
    workspace.configure(Some("lax.toml"));
    workspace.check(&[])?.passes(None);
    Ok(())
}

/// What cargo's configuration sets is not in cargo's own environment, but tracked all the same.
#[test]
fn the_variable_may_stand_in_cargos_configuration() -> io::Result<()> {
    let workspace = workspace("configured", &["app"], ODD)?;
    workspace.write("shared/lax.toml", "[levels]\nname-style = \"allow\"\n")?;
    workspace.write("shared/strict.toml", "[names]\nstyle = \"kebab-case\"\n")?;
    let name = |policy: &str| {
        let value = format!("{{ value = \"shared/{policy}.toml\", relative = true }}");
        workspace.write(
            ".cargo/config.toml",
            format!("[env]\nTRACED_CONFIG = {value}\n"),
        )
    };
    name("lax")?;
    workspace.check(&[])?.passes(None);
    name("strict")?;
    workspace
        .check(&[])?
        .fails("write `order-place` (shared/strict.toml:2) [name-style]");
    Ok(())
}

#[test]
fn two_packages_have_two_policies() -> io::Result<()> {
    let workspace = workspace("two", &["one", "two"], ODD)?;
    workspace.write("traced.toml", "[names]\nstyle = \"kebab-case\"\n")?;
    workspace.write("two/traced.toml", "[names]\nstyle = \"any\"\n")?;
    workspace.check(&["-p", "two"])?.passes(None);
    workspace
        .check(&["-p", "one"])?
        .fails("write `order-place` (traced.toml:2) [name-style]");
    // Only the package whose file it is is built anew.
    workspace.write("one/traced.toml", "[names]\nstyle = \"any\"\n")?;
    workspace.check(&[])?.passes(None);
    workspace.write("two/traced.toml", "[names]\n\nstyle = \"any\"\n")?;
    let build = workspace.check(&[])?;
    assert!(
        build.compiled("two") && !build.compiled("one"),
        "{}",
        build.said
    );
    Ok(())
}

/// A member is the team's own code, whoever depends on it.
#[test]
fn a_member_that_is_a_dependency_is_judged() -> io::Result<()> {
    let workspace = workspace("member", &["app", "orders"], PLACE)?;
    workspace.package("app", PLACE, "orders = { path = \"../orders\" }\n")?;
    workspace.write("orders/src/lib.rs", ODD)?;
    workspace
        .check(&["-p", "app"])?
        .fails("write `order.place` [name-style]");
    Ok(())
}

#[test]
fn a_vendored_dependency_never_fails() -> io::Result<()> {
    let workspace = workspace("vendored", &["app"], PLACE)?;
    workspace.package("app", PLACE, "orders = \"1\"\n")?;
    workspace.package("vendor/orders", ODD, "")?;
    // Not even by a broken policy of its own.
    workspace.write("vendor/orders/traced.toml", "[nmes]\n")?;
    workspace.write("vendor/orders/.cargo-checksum.json", "{\"files\": {}}")?;
    workspace.write(
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"vendored\"\n\
         [source.vendored]\ndirectory = \"vendor\"\n",
    )?;
    workspace.write("traced.toml", "[names]\nprefixes = [\"order\"]\n")?;
    let build = workspace.check(&[])?;
    build.passes(None);
    assert!(build.compiled("orders"), "{}", build.said);
    Ok(())
}

#[test]
fn a_dependency_from_git_never_fails() -> io::Result<()> {
    let workspace = workspace("git", &["app"], PLACE)?;
    workspace.package("upstream/orders", ODD, "")?;
    let upstream = workspace.path("upstream/orders");
    for args in [
        &["init", "--quiet", "--initial-branch=main"][..],
        &["add", "."],
        &[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "commit",
            "--quiet",
            "--message=a",
        ],
    ] {
        let git = Command::new("git")
            .args(args)
            .current_dir(&upstream)
            .status()?;
        assert!(git.success(), "git {args:?}");
    }
    let url = format!("orders = {{ git = \"file://{}\" }}\n", upstream.display());
    workspace.package("app", PLACE, &url)?;
    let build = workspace.check(&[])?;
    build.passes(None);
    assert!(build.compiled("orders"), "{}", build.said);
    Ok(())
}
