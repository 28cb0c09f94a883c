//! The layers of the crate `traced`: a file imports its own folder or a lower layer.

use std::collections::HashMap;

use super::declared::declared;
use super::{SourceFile, Violation, paths};

const FOLDER: &str = "runtime/src/";

/// The layers, the lowest first. What is not listed is the crate's root, on top of them.
const LAYERS: [&[&str]; 4] = [
    &["context", "semconv", "diagnostics"],
    &["provider", "propagation", "export"],
    &["span"],
    &[
        "task",
        "time",
        "thread",
        "sync",
        "process",
        "messaging",
        "setup",
        "testing",
        "bridge",
        "__private",
    ],
];

/// Imports within a layer that are allowed: exporters are sinks of the provider.
const ALLOWED: [(&str, &str); 1] = [("export", "provider")];

/// The number of the layer of a top-level module; `lib.rs`, and what it re-exports, is on top.
pub fn layer_of(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or(LAYERS.len())
}

/// Every import in `runtime/src` that goes upward, or sideways.
pub fn layers(files: &[SourceFile]) -> Vec<Violation> {
    let moved: HashMap<String, Vec<String>> = files.iter().flat_map(moved_modules).collect();
    files
        .iter()
        .flat_map(|file| {
            let module = moved.get(file.path()).cloned();
            upward_imports(file, &module.unwrap_or_else(|| module_of(file.path())))
        })
        .collect()
}

fn upward_imports(file: &SourceFile, module: &[String]) -> Vec<Violation> {
    let Some(own) = module.first() else {
        return Vec::new();
    };
    let tokens = match file.tokens() {
        Ok(tokens) => tokens,
        Err(error) => return vec![Violation::new(file, 1, format!("not Rust: {error}"))],
    };
    paths::crate_paths(tokens, module, &|_, _| None)
        .into_iter()
        .filter_map(|path| {
            let target = path.segments.first().map_or("", String::as_str);
            let lower = layer_of(target) < layer_of(own);
            let allowed = lower || own == target || ALLOWED.contains(&(own, target));
            (!allowed).then(|| {
                let what = format!(
                    "`{own}` (L{}) imports `crate::{}` ({})",
                    layer_of(own),
                    path.segments.join("::"),
                    layer_name(target),
                );
                Violation::new(file, path.line, what)
            })
        })
        .collect()
}

fn layer_name(module: &str) -> String {
    match layer_of(module) {
        top if top == LAYERS.len() => format!("L{top}, the crate's root"),
        layer => format!("L{layer}"),
    }
}

/// The files that `#[path = ".."] mod name;` lines of `file` name, and the modules they become.
fn moved_modules(file: &SourceFile) -> Vec<(String, Vec<String>)> {
    let moved = declared(file.tokens().unwrap_or_default())
        .into_iter()
        .filter(|module| module.path.is_some());
    moved
        .flat_map(|module| {
            let path = [module_of(file.path()), module.name.clone()].concat();
            let places = module.places(file.path(), false);
            places.into_iter().map(move |place| (place, path.clone()))
        })
        .collect()
}

/// `runtime/src/a/b.rs` is the module `a::b`; `runtime/src/lib.rs` the root.
fn module_of(path: &str) -> Vec<String> {
    let path = path.strip_prefix(FOLDER).unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut module: Vec<String> = path.split('/').map(str::to_owned).collect();
    let last = module.last().map(String::as_str);
    if last == Some("mod") || module == ["lib"] {
        module.pop();
    }
    module
}
