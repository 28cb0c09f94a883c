//! The layers of the crate `traced`: a file imports its own folder or a lower layer.

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
    files.iter().flat_map(upward_imports).collect()
}

fn upward_imports(file: &SourceFile) -> Vec<Violation> {
    let module = module_of(file.path());
    let Some(own) = module.first() else {
        return Vec::new();
    };
    let tokens = match file.tokens() {
        Ok(tokens) => tokens,
        Err(error) => return vec![Violation::new(file, 1, format!("not Rust: {error}"))],
    };
    paths::crate_paths(tokens, &module)
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
