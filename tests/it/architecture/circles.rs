//! The rule against circles is shown circles of every form, and what must not alarm it.

use traced_tests::architecture::{SourceFile, circles};

fn found(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<SourceFile> = files
        .iter()
        .map(|&(path, text)| SourceFile::new(path, text))
        .collect();
    let violations = circles(&files);
    violations.iter().map(ToString::to_string).collect()
}

#[test]
fn two_files_that_import_each_other_are_named_with_what_they_take() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\nmod c;\npub use a::A;"),
        (
            "src/a.rs",
            "use crate::b::{B, Other as O};\nuse std::fmt;\npub struct A(B);",
        ),
        ("src/b.rs", "\nuse super::a::A;\nuse super::c::C;"),
        ("src/c.rs", "pub struct C;"),
    ];
    assert_eq!(
        found(&files),
        ["src/a.rs:1: takes `B`, `Other` from src/b.rs, which takes `A` from here"]
    );
}

#[test]
fn a_face_hides_no_arrow() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\npub use b::thing as renamed;"),
        ("src/a/mod.rs", "mod inner;\npub use self::inner::Inner;"),
        (
            "src/a/inner.rs",
            "use crate::{self as root, renamed};\npub struct Inner;",
        ),
        ("src/b.rs", "use crate::a;\nfn thing() { a::Inner::new() }"),
    ];
    assert_eq!(
        found(&files),
        ["src/a/inner.rs:1: takes `renamed` from src/b.rs, which takes `new` from here"]
    );
}

#[test]
fn a_circle_of_three_by_paths_in_code_and_in_macros_is_found() {
    let files = [
        ("src/main.rs", "mod a;\nmod b;\nmod c;\nmod above;"),
        ("src/a.rs", "fn f() -> super::b::B { todo() }"),
        (
            "src/b.rs",
            "use super::c;\nfn f() { print!(\"{}\", c::name()) }",
        ),
        ("src/c.rs", "mod inside { fn f(a: &super::super::a::A) {} }"),
        ("src/above.rs", "use crate::a::A;"),
    ];
    assert_eq!(
        found(&files),
        [
            "src/a.rs:1: takes `B` from src/b.rs, which takes `name` from src/c.rs, which takes `A` \
             from here"
        ]
    );
}

#[test]
fn a_child_that_takes_its_parents_own_items_is_in_a_circle_if_the_parent_uses_it() {
    let child = "use super::limit;\npub fn f() { limit() }";
    let uses = "mod child;\nfn limit() {}\nfn g() { child::f() }";
    let hands_on = "mod child;\npub use child::f;\nfn limit() {}";
    let uses_what_it_hands_on = "mod child;\npub use child::f;\nfn limit() { f() }";
    let parent = |text| {
        let root = ("src/lib.rs", "mod parent;");
        found(&[
            root,
            ("src/parent/mod.rs", text),
            ("src/parent/child.rs", child),
        ])
    };
    let circle = |line| {
        format!(
            "src/parent/mod.rs:{line}: takes `f` from src/parent/child.rs, which takes `limit` from \
             here"
        )
    };
    assert_eq!(parent(uses), [circle(3)]);
    assert_eq!(parent(hands_on), [""; 0]);
    assert_eq!(parent(uses_what_it_hands_on), [circle(2)]);
}

#[test]
fn of_many_circles_by_one_arrow_the_shortest_is_named() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\nmod c;\nmod d;"),
        ("src/a.rs", "use crate::b::B;\nuse crate::c::C;"),
        ("src/b.rs", "use crate::c::C;"),
        ("src/c.rs", "use crate::d::D;"),
        ("src/d.rs", "fn planted() { crate::a::f() }"),
    ];
    assert_eq!(
        found(&files),
        [
            "src/a.rs:2: takes `C` from src/c.rs, which takes `D` from src/d.rs, which takes `f` \
             from here"
        ]
    );
}

#[test]
fn what_is_no_circle_raises_no_alarm() {
    let files = [
        // Of the two that stand for each other only one is compiled.
        (
            "src/lib.rs",
            "mod a;\n#[cfg(x)]\n#[path = \"absent.rs\"]\nmod b;\n#[cfg(not(x))]\nmod b;\nmod thread;",
        ),
        (
            "src/a.rs",
            "//! See [`crate::b::B`].\nuse super::b::B;\nuse super::b;\n#[cfg(test)]\n#[path = \"a_tests.rs\"]\nmod tests;",
        ),
        ("src/a_tests.rs", "use super::*;\nuse super::B;"),
        ("src/absent.rs", "pub struct B;\nuse crate::thread::Named;"),
        (
            "src/b/mod.rs",
            "mod one;\nmod two;\npub use one::B;\npub(crate) use two::Two;",
        ),
        ("src/b/one.rs", "use super::Two;\npub struct B;"),
        ("src/b/two.rs", "pub struct Two;"),
        (
            "src/thread.rs",
            "pub struct Named;\nfn f() { std::thread::spawn(|| \"crate::a::f()\"); Self::a() }",
        ),
        // Files of the same names, in a crate of their own.
        ("tests/main.rs", "mod a;\nmod b;"),
        ("tests/a.rs", "use lib::b::B;"),
        ("tests/b.rs", "use crate::a::f;"),
    ];
    assert_eq!(found(&files), [""; 0]);
}
