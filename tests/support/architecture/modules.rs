//! The modules of one crate: in which files they stand, and what their names lead to.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};

use super::SourceFile;
use super::declared::{declared, inline_modules};
use super::paths::crate_paths;

/// A module, or one of several that stand for each other under different features.
#[derive(Debug)]
struct Module {
    /// The files from the crate's root to its own, one for each word of its path.
    chain: Vec<usize>,
    /// What it imports, by name.
    imports: HashMap<String, Vec<String>>,
}

impl Module {
    fn file(&self) -> usize {
        self.chain.last().copied().unwrap_or_default()
    }

    /// True if it can be compiled together with `other`, whose path is so far the same.
    fn goes_with(&self, other: &Self, same: usize) -> bool {
        let mut pairs = self.chain.iter().zip(&other.chain);
        pairs
            .by_ref()
            .take(same + 1)
            .all(|(own, other)| own == other)
    }
}

/// The modules of one crate, by their paths from its root.
#[derive(Debug)]
pub(super) struct Modules {
    all: BTreeMap<Vec<String>, Vec<Module>>,
    /// The words that each file uses, but for those that only import or declare.
    words: HashMap<usize, HashSet<String>>,
}

/// An import may hand on what was imported where it comes from, and so on.
const MOST_HOPS: usize = 16;

impl Modules {
    /// The modules of the crate whose root is the file `root` of `files`, of which these are the tokens.
    pub(super) fn of(files: &[SourceFile], tokens: &[TokenStream], root: usize) -> Self {
        let places = files.iter().enumerate();
        let places: HashMap<&str, usize> = places.map(|(at, file)| (file.path(), at)).collect();
        let mut modules = Self {
            all: BTreeMap::new(),
            words: HashMap::new(),
        };
        let mut pending = vec![(Vec::new(), vec![root])];
        let mut seen = HashSet::new();
        while let Some((path, chain)) = pending.pop() {
            if !seen.insert((path.clone(), chain.clone())) {
                continue;
            }
            let at = chain.last().copied().unwrap_or(root);
            for module in declared(tokens[at].clone()) {
                let found = module.places(files[at].path(), at == root);
                for place in found.iter().filter_map(|place| places.get(place.as_str())) {
                    // What stands in a module inside of this file is below that.
                    let mut chain = chain.clone();
                    chain.resize(path.len() + module.name.len(), at);
                    chain.push(*place);
                    pending.push(([&path[..], &module.name].concat(), chain));
                }
            }
            modules.add(&path, &chain, &tokens[at]);
        }
        for (path, at) in modules.files() {
            modules.read_imports(&tokens[at], at, &path);
        }
        modules
    }

    /// Adds the module of a file, and those that stand in it.
    fn add(&mut self, path: &[String], chain: &[usize], tokens: &TokenStream) {
        let at = chain.last().copied().unwrap_or_default();
        words(tokens.clone(), self.words.entry(at).or_default());
        for inner in [vec![path.to_vec()], inline_modules(tokens.clone(), path)].concat() {
            let mut chain = chain.to_vec();
            chain.resize(inner.len() + 1, at);
            let imports = HashMap::new();
            let all = self.all.entry(inner).or_default();
            all.push(Module { chain, imports });
        }
    }

    /// Each module that is a file.
    pub(super) fn files(&self) -> Vec<(Vec<String>, usize)> {
        let all = self.all.iter();
        let all = all.flat_map(|(path, modules)| modules.iter().map(move |module| (path, module)));
        let is_file = |module: &Module| match &module.chain[..] {
            [.., above, own] => above != own,
            _ => true,
        };
        all.filter(|(_, module)| is_file(module))
            .map(|(path, module)| (path.clone(), module.file()))
            .collect()
    }

    /// Whether a file uses this word for more than to import or declare.
    pub(super) fn uses(&self, file: usize, word: &str) -> bool {
        self.words
            .get(&file)
            .is_some_and(|words| words.contains(word))
    }

    fn read_imports(&mut self, tokens: &TokenStream, at: usize, path: &[String]) {
        let found = crate_paths(tokens.clone(), path, &|within, word| {
            self.child(within, word)
        });
        for found in found {
            let Some(name) = found.import.and_then(|import| import.name) else {
                continue;
            };
            let modules = self.all.get_mut(&found.module).into_iter().flatten();
            for module in modules.filter(|module| module.file() == at) {
                module.imports.insert(name.clone(), found.segments.clone());
            }
        }
    }

    fn child(&self, module: &[String], name: &str) -> Option<Vec<String>> {
        let child = [module, &[name.to_owned()]].concat();
        self.all.contains_key(&child).then_some(child)
    }

    fn module(&self, path: &[String], file: usize) -> Option<&Module> {
        let modules = self.all.get(path)?;
        modules.iter().find(|module| module.file() == file)
    }

    /// What the first word of a path means in a module of a file.
    pub(super) fn named(&self, file: usize, module: &[String], name: &str) -> Option<Vec<String>> {
        let imported = self.module(module, file)?.imports.get(name).cloned();
        imported.or_else(|| self.child(module, name))
    }

    /// The files where that stands which a path in a module of a file leads to, through whatever hands
    /// it on. None for a path to a module: what is taken from it stands somewhere in it.
    pub(super) fn homes(&self, from: (&[String], usize), path: &[String]) -> BTreeSet<usize> {
        let mut homes = BTreeSet::new();
        if let Some(module) = self.module(from.0, from.1) {
            self.follow((from.0, module), path, MOST_HOPS, &mut homes);
        }
        homes
    }

    fn follow(
        &self,
        (within, from): (&[String], &Module),
        path: &[String],
        hops: usize,
        homes: &mut BTreeSet<usize>,
    ) {
        let Some(hops) = hops.checked_sub(1) else {
            return;
        };
        for len in (0..path.len()).rev() {
            let (holder, rest) = path.split_at(len);
            let Some(modules) = self.all.get(holder) else {
                continue;
            };
            let item = &rest[0];
            let same = within
                .iter()
                .zip(holder)
                .take_while(|(a, b)| a == b)
                .count();
            let mut together = modules.iter().filter(|module| module.goes_with(from, same));
            let alone = modules.len() == 1;
            for module in together.by_ref() {
                match module.imports.get(item) {
                    Some(import) if *import == path[..=len] => {}
                    Some(import) => {
                        let path = [import, &rest[1..]].concat();
                        self.follow((holder, module), &path, hops, homes);
                    }
                    None if self.all.contains_key(&path[..=len]) => {}
                    None if alone || self.uses(module.file(), item) => {
                        homes.insert(module.file());
                    }
                    None => {}
                }
            }
            return;
        }
    }
}

/// The words of a file that stand in no `use` and declare no module.
fn words(tokens: TokenStream, found: &mut HashSet<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "use" || word == "mod" => {
                let ends = |next: &TokenTree| match next {
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    TokenTree::Group(_) => word == "mod",
                    _ => false,
                };
                while tokens.next_if(|next| !ends(next)).is_some() {}
            }
            TokenTree::Ident(word) => {
                found.insert(word.to_string());
            }
            TokenTree::Group(group) => words(group.stream(), found),
            _ => {}
        }
    }
}
