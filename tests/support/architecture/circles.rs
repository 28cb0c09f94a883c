//! Circles: files of one crate that import each other, directly or by others.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::TokenStream;

use super::declared::declared;
use super::modules::Modules;
use super::paths::{CratePath, crate_paths};
use super::{SourceFile, Violation};

/// What one file takes from another: the first line that says so, and the names.
#[derive(Debug)]
struct Arrow {
    line: usize,
    names: BTreeSet<String>,
}

type Arrows = BTreeMap<(usize, usize), Arrow>;

/// Every arrow that is part of a circle of files, but for those that are `known`, as pairs of paths;
/// and what is known and is no more.
///
/// A file has an arrow to the file where that stands which it imports or names by a path, through
/// whatever hands it on: a `pub use` is an arrow only for what its own file uses. To declare a
/// module is none. Files that no file declares are taken for the roots of crates.
pub fn circles(files: &[SourceFile], known: &[(&str, &str)]) -> Vec<Violation> {
    let mut violations = Vec::new();
    let tokens = files.iter().map(|file| {
        file.tokens().unwrap_or_else(|error| {
            violations.push(Violation::new(file, 1, format!("not Rust: {error}")));
            TokenStream::new()
        })
    });
    let tokens: Vec<TokenStream> = tokens.collect();
    let mut arrows = Arrows::new();
    for root in roots(files, &tokens) {
        let modules = Modules::of(files, &tokens, root);
        for (module, at) in modules.files() {
            read(&tokens[at], at, &module, &modules, &mut arrows);
        }
    }
    let circular: Vec<_> = arrows
        .iter()
        .filter(|((from, to), _)| reaches(&arrows, *to, *from))
        .collect();
    let pair = |from: usize, to: usize| (files[from].path(), files[to].path());
    for ((from, to), arrow) in &circular {
        if !known.contains(&pair(*from, *to)) {
            let names: Vec<_> = arrow.names.iter().map(String::as_str).collect();
            let (other, names) = (files[*to].path(), names.join("`, `"));
            let what = format!("takes `{names}` from {other}, which leads back here");
            violations.push(Violation::new(&files[*from], arrow.line, what));
        }
    }
    for (from, to) in known {
        let mut circular = circular.iter();
        if !circular.any(|((a, b), _)| pair(*a, *b) == (*from, *to)) {
            let what = format!("its arrow to {to} is part of no circle any more");
            violations.push(Violation::new(&SourceFile::new(*from, ""), 1, what));
        }
    }
    violations
}

/// The files that no other one declares.
fn roots(files: &[SourceFile], tokens: &[TokenStream]) -> Vec<usize> {
    let mut declared_somewhere = HashSet::new();
    for (file, tokens) in files.iter().zip(tokens) {
        for module in declared(tokens.clone()) {
            // Of which files those are, that are no roots themselves, is not known yet.
            declared_somewhere.extend(module.places(file.path(), true));
            declared_somewhere.extend(module.places(file.path(), false));
        }
    }
    (0..files.len())
        .filter(|&at| !declared_somewhere.contains(files[at].path()))
        .collect()
}

fn read(
    tokens: &TokenStream,
    at: usize,
    module: &[String],
    modules: &Modules,
    arrows: &mut Arrows,
) {
    let names = |within: &[String], word: &str| modules.named(at, within, word);
    for CratePath {
        line,
        segments,
        module,
        import,
    } in crate_paths(tokens.clone(), module, &names)
    {
        let is_handed_on = import.is_some_and(|import| {
            import.public && import.name.is_none_or(|name| !modules.uses(at, &name))
        });
        if is_handed_on {
            continue;
        }
        for home in modules.homes((&module, at), &segments) {
            if home != at {
                let arrow = arrows.entry((at, home)).or_insert_with(|| Arrow {
                    line,
                    names: BTreeSet::new(),
                });
                arrow.names.extend(segments.last().cloned());
            }
        }
    }
}

fn reaches(arrows: &Arrows, from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut pending = vec![from];
    while let Some(at) = pending.pop() {
        if at == to {
            return true;
        }
        let next = arrows.range((at, 0)..=(at, usize::MAX));
        pending.extend(
            next.map(|((_, next), _)| *next)
                .filter(|next| seen.insert(*next)),
        );
    }
    false
}
