//! Each rule is shown the faults that it is there for, and what must not alarm it.

use traced_tests::architecture::{
    Package, SourceFile, Violation, feature_gates, layers, longest_files, private_interfaces,
    tested_rules, unsafe_code_is_forbidden, workspace_arrows,
};

fn texts(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(ToString::to_string).collect()
}

fn imports(path: &str, text: &str) -> Vec<String> {
    texts(&layers(&[SourceFile::new(path, text)]))
}

#[test]
fn an_upward_import_is_named_with_both_layers() {
    assert_eq!(
        imports(
            "runtime/src/context/mod.rs",
            "\n\nuse crate::span::SpanStart;\n"
        ),
        ["runtime/src/context/mod.rs:3: `context` (L0) imports `crate::span::SpanStart` (L2)"]
    );
}

#[test]
fn every_form_of_a_path_is_seen() {
    let text = "
use crate::{context, export::{self, console::*}, provider as p};
pub(crate) use super::super::task::spawn;
fn f() -> crate::setup::Telemetry { log!(\"{}\", crate::testing::record(1)) }
mod tests { use super::*; use super::super::super::time::after; }
macro_rules! m { () => { $crate::bridge::layer() }; }
use {crate::r#thread, crate::FutureExt};
use crate::*;
";
    let expected = [
        "3: `span` (L2) imports `crate::task::spawn` (L3)",
        "4: `span` (L2) imports `crate::setup::Telemetry` (L3)",
        "4: `span` (L2) imports `crate::testing::record` (L3)",
        "5: `span` (L2) imports `crate::time::after` (L3)",
        "6: `span` (L2) imports `crate::bridge::layer` (L3)",
        "7: `span` (L2) imports `crate::thread` (L3)",
        "7: `span` (L2) imports `crate::FutureExt` (L4, the crate's root)",
        "8: `span` (L2) imports `crate::` (L4, the crate's root)",
    ];
    // The first import names lower layers only.
    let expected: Vec<String> = expected
        .iter()
        .map(|rest| format!("runtime/src/span/site.rs:{rest}"))
        .collect();
    assert_eq!(imports("runtime/src/span/site.rs", text), expected);
}

#[test]
fn within_a_layer_only_exporters_know_the_provider() {
    let provider = "use crate::provider::Sink;";
    assert!(imports("runtime/src/export/worker/mod.rs", provider).is_empty());
    assert_eq!(
        imports("runtime/src/propagation/mod.rs", provider),
        [
            "runtime/src/propagation/mod.rs:1: `propagation` (L1) imports `crate::provider::Sink` (L1)"
        ]
    );
    assert_eq!(
        imports(
            "runtime/src/provider/mod.rs",
            "use crate::{context, export};"
        ),
        ["runtime/src/provider/mod.rs:1: `provider` (L1) imports `crate::export` (L1)"]
    );
}

#[test]
fn a_module_in_a_file_of_another_name_is_judged_by_its_place() {
    let files = [
        SourceFile::new(
            "runtime/src/setup/config.rs",
            "#[cfg(test)]\n#[path = \"config_tests.rs\"]\nmod tests;",
        ),
        SourceFile::new(
            "runtime/src/setup/config_tests.rs",
            "use super::super::sampler;\nuse super::super::super::testing;",
        ),
    ];
    assert_eq!(
        texts(&layers(&files)),
        ["runtime/src/setup/config_tests.rs:2: `setup` (L3) imports `crate::testing` (L3)"]
    );
}

#[test]
fn what_is_no_import_raises_no_alarm() {
    let text = "
//! See [`crate::span`] and crate::setup.
/// [`run`](crate::task::spawn)
pub(super) fn f(&self) { \"crate::setup::x\"; self::g(); super::h(); self.x; other::span::f() }
pub(in crate::context) use self::inner::Thing;
use std::time;
";
    assert!(imports("runtime/src/context/future.rs", text).is_empty());
    assert!(imports("runtime/src/lib.rs", "pub use crate::setup::init;").is_empty());
}

#[test]
fn features_on_anything_but_modules_are_found() {
    let text = "
#[cfg(feature = \"a\")] mod a;
#[cfg(feature = \"a\")]
#[doc(hidden)]
pub(crate) mod b;
#[cfg(all(test, feature = \"a\"))] pub use b::c;
#[cfg(test)] fn unrelated() {}
#[cfg_attr(not(feature = \"a\"), allow(dead_code, reason = \"why\"))] fn d() {}
#[cfg(feature = \"a\")] fn e() {}
struct F { #[cfg(feature = \"a\")] field: u8 }
fn g() { if cfg!(any(unix, feature = \"a\")) {} }
#[cfg_attr(feature = \"a\", derive(Debug))] struct H;
#[cfg_attr(feature = \"a\", path = \"with.rs\")]
#[cfg_attr(not(feature = \"a\"), path = \"without.rs\")]
mod i;
";
    let found = feature_gates(&[SourceFile::new("a.rs", text)]);
    assert_eq!(
        texts(&found),
        [
            "a.rs:9: cfg(feature) on something other than a `mod` or `use` line",
            "a.rs:10: cfg(feature) on something other than a `mod` or `use` line",
            "a.rs:12: cfg_attr(feature) that switches more than a module or a lint",
        ]
    );
    let inner = feature_gates(&[SourceFile::new(
        "b.rs",
        "#![cfg(feature = \"a\")]\nfn f() {}",
    )]);
    assert_eq!(inner.len(), 1);
}

#[test]
fn a_crate_that_may_be_unsafe_is_found() {
    let roots = [
        SourceFile::new("good.rs", "//! Doc.\n#![forbid(unsafe_code)]\n"),
        SourceFile::new("comment.rs", "// #![forbid(unsafe_code)]\n"),
        SourceFile::new("weaker.rs", "#![deny(unsafe_code)]\n"),
    ];
    assert_eq!(
        texts(&unsafe_code_is_forbidden(&roots)),
        [
            "comment.rs:1: no `#![forbid(unsafe_code)]`",
            "weaker.rs:1: no `#![forbid(unsafe_code)]`",
        ]
    );
}

#[test]
fn packages_that_look_up_are_found() {
    let package = |folder: &str, name: &str, dependencies: &[&str]| Package {
        name: name.to_owned(),
        folder: folder.to_owned(),
        dependencies: dependencies.iter().map(|&name| name.to_owned()).collect(),
        roots: Vec::new(),
    };
    let adapter = "runtime/instrumentation/tower";
    let found = workspace_arrows(&[
        package("macros/conventions", "traced-conventions", &[]),
        package(
            "macros",
            "traced-macros",
            &["syn", "traced-conventions", "traced"],
        ),
        package("runtime", "traced", &["traced-macros", "opentelemetry"]),
        package(
            adapter,
            "traced-tower",
            &["traced", "traced-macros", "opentelemetry"],
        ),
        package("tests", "traced-tests", &["traced", "traced-tower"]),
        package("tools", "helper", &[]),
    ]);
    assert_eq!(
        texts(&found),
        [
            "macros/Cargo.toml:1: `traced-macros` depends upward on `traced`",
            "runtime/instrumentation/tower/Cargo.toml:1: the adapter `traced-tower` depends on \
             `traced-macros`",
            "runtime/instrumentation/tower/Cargo.toml:1: the adapter `traced-tower` depends on \
             `opentelemetry`",
            "tools/Cargo.toml:1: `helper` stands in no folder of the design",
        ]
    );
}

#[test]
fn an_adapter_that_uses_what_is_hidden_is_found() {
    let files = [SourceFile::new(
        "a.rs",
        "\nfn f() { traced::__private::capture(); }\n",
    )];
    assert_eq!(
        texts(&private_interfaces(&files)),
        ["a.rs:2: `traced::__private` is for generated code"]
    );
}

#[test]
fn a_long_file_is_found() {
    let files = [
        SourceFile::new("short.rs", "\n".repeat(400)),
        SourceFile::new("long.rs", "\n".repeat(401)),
    ];
    assert_eq!(
        texts(&longest_files(&files, 400)),
        ["long.rs:401: 401 lines, more than 400: split it by concern"]
    );
}

#[test]
fn a_rule_without_a_test_and_a_test_without_a_rule_are_seen() {
    let table = std::fs::read_to_string(
        traced_tests::architecture::workspace_root().join("docs/semconv.md"),
    );
    let table = table
        .expect("the table is there")
        .replace("| HS-4 |", "| HS-99 |");
    let name = |end: &str| format!("hs_{end}");
    let (there, untested, unknown) = (name("3_and_hs_99_x"), name("2_helper"), name("12_x"));
    let text = format!(
        "#[test]\nfn {there}() {{}}\nfn {untested}() {{}}\n#[tokio::test]\n/// Doc.\nasync fn {unknown}() {{}}\n"
    );
    let table = SourceFile::new("docs/semconv.md", table);
    let violations = texts(&tested_rules(
        &table,
        &[SourceFile::new("tests/t.rs", text)],
    ));
    let seen = |what: &str| violations.iter().any(|violation| violation.contains(what));
    assert!(seen("rule HS-4 is missing"), "{violations:?}");
    assert!(
        seen("HS-2 is kept, but no test is called `hs_2_…`"),
        "{violations:?}"
    );
    assert!(!seen("HS-3") && !seen("HS-99"), "{violations:?}");
    assert!(
        seen("tests/t.rs:6: ") && seen("names HS-12, which is no rule"),
        "{violations:?}"
    );
    assert!(
        !seen("HM-5"),
        "a rule that is not kept needs none: {violations:?}"
    );
}
