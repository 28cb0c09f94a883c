//! Circles: files of one crate that import each other, directly or by others.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

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

/// The circles of files, the shortest first; no two that are named have an arrow in common.
///
/// A file has an arrow to the file where that stands which it imports or names by a path, through
/// whatever hands it on: a `pub use` is an arrow only for what its own file uses. To declare a
/// module is none. Files that no file declares are taken for the roots of crates.
pub fn circles(files: &[SourceFile]) -> Vec<Violation> {
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
    let path = |at: usize| files[at].path();
    while let Some(circle) = shortest(&arrows) {
        let mut what = Vec::new();
        let mut line = None;
        for arrow in circle.windows(2).map(|pair| (pair[0], pair[1])) {
            let Some(taken) = arrows.remove(&arrow) else {
                continue;
            };
            let names: Vec<_> = taken.names.into_iter().collect();
            let other = match arrow.1 {
                to if to == circle[0] => "here",
                to => path(to),
            };
            what.push(format!("takes `{}` from {other}", names.join("`, `")));
            line = line.or(Some(taken.line));
        }
        let what = what.join(", which ");
        violations.push(Violation::new(&files[circle[0]], line.unwrap_or(1), what));
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

/// The files of the shortest circle, whose last is its first again.
fn shortest(arrows: &Arrows) -> Option<Vec<usize>> {
    let circles = arrows.keys().filter_map(|(from, to)| {
        let rest = way(arrows, *to, *from)?;
        Some([vec![*from], rest].concat())
    });
    circles.min_by_key(Vec::len)
}

/// The shortest way along arrows from one file to another, both included.
fn way(arrows: &Arrows, from: usize, to: usize) -> Option<Vec<usize>> {
    let mut ways = VecDeque::from([vec![from]]);
    let mut seen = BTreeSet::from([from]);
    while let Some(way) = ways.pop_front() {
        let at = way.last().copied().unwrap_or(from);
        if at == to {
            return Some(way);
        }
        for (_, next) in arrows
            .range((at, 0)..=(at, usize::MAX))
            .map(|(arrow, _)| arrow)
        {
            if seen.insert(*next) {
                ways.push_back([&way[..], &[*next]].concat());
            }
        }
    }
    None
}
