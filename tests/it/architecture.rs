//! The shape of the workspace: layers, packages, files. The rules are in `traced_tests`.

mod circles;
mod planted;

use traced_tests::architecture::{
    self, SourceFile, assert_none, feature_gates, layers, longest_files, private_interfaces,
    rust_files, tested_rules, unsafe_code_is_forbidden, workspace, workspace_arrows,
    workspace_root,
};

fn files(folder: &str) -> Vec<SourceFile> {
    let files = rust_files(folder).expect("the sources are readable");
    assert!(!files.is_empty(), "no Rust files in {folder}");
    files
}

#[test]
fn every_import_goes_down() {
    let violations = layers(&files("runtime/src"));
    assert_none(
        "a file imports its own folder or a lower layer",
        &violations,
    );
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let violations = architecture::circles(&files(""));
    assert_none("files import each other in no circle", &violations);
}

#[test]
fn every_dependency_goes_down() {
    let packages = workspace().expect("cargo answers");
    assert!(packages.iter().any(|package| package.name == "traced"));
    assert_none(
        "packages depend downward only",
        &workspace_arrows(&packages),
    );
}

#[test]
fn adapters_use_the_public_interface() {
    let violations = private_interfaces(&files("runtime/instrumentation"));
    assert_none("adapters use the public interface only", &violations);
}

#[test]
fn unsafe_code_is_forbidden_outside_of_tests() {
    let packages = workspace().expect("cargo answers");
    let sources = files("");
    let roots: Vec<SourceFile> = packages
        .iter()
        .filter(|package| !["tests", "ui-tests"].contains(&package.folder.as_str()))
        .flat_map(|package| &package.roots)
        .map(|root| {
            let source = sources.iter().find(|source| source.path() == root);
            source.expect("cargo names existing files").clone()
        })
        .collect();
    assert_none(
        "unsafe code is forbidden",
        &unsafe_code_is_forbidden(&roots),
    );
}

#[test]
fn features_switch_whole_modules() {
    for folder in [
        "macros/src",
        "macros/conventions/src",
        "runtime/src",
        "runtime/instrumentation",
    ] {
        let violations = feature_gates(&files(folder));
        assert_none("features switch whole modules", &violations);
    }
}

#[test]
fn files_are_short() {
    assert_none("one concern, one file", &longest_files(&files(""), 400));
}

#[test]
fn every_rule_that_is_kept_has_a_test_of_its_name() {
    const TABLE: &str = "docs/semconv.md";
    let text = std::fs::read_to_string(workspace_root().join(TABLE)).expect("the table is there");
    let violations = tested_rules(&SourceFile::new(TABLE, text), &files(""));
    assert_none("a rule that is kept has a test", &violations);
}
