//! Writes the built-in table of attributes from a checkout of OpenTelemetry's semantic
//! conventions: `cargo run -p traced-conventions --example semconv_table -- MODEL_FOLDER`, where
//! the folder is `model` of `open-telemetry/semantic-conventions` at the tag to build in.
//!
//! The table goes to stdout; what was read, and how long that took, to stderr.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use traced_conventions::Registry;
use traced_conventions::registry::{AttributeConvention, Primitive, Stability, ValueType};

fn main() -> Result<(), Box<dyn Error>> {
    let model = env::args().nth(1).ok_or("name the folder `model`")?;
    let mut paths = Vec::new();
    yaml_below(Path::new(&model), &mut paths)?;
    paths.sort();
    let texts: Vec<(String, Vec<u8>)> = paths
        .iter()
        .filter(|path| !path.ends_with("manifest.yaml"))
        .map(|path| Ok((path.display().to_string(), fs::read(path)?)))
        .collect::<Result<_, std::io::Error>>()?;
    let started = Instant::now();
    let files = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_slice()));
    let registry = Registry::read(files)?;
    eprintln!(
        "{} files, {} attributes and {} spans in {:?}",
        texts.len(),
        registry.attributes().len(),
        registry.spans().len(),
        started.elapsed(),
    );
    println!("# key\ttype\tstability\tmembers\tdeprecated\trenamed_to");
    for attribute in registry.attributes() {
        println!("{}", row(attribute));
    }
    Ok(())
}

fn yaml_below(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            yaml_below(&path, paths)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            paths.push(path);
        }
    }
    Ok(())
}

fn row(attribute: &AttributeConvention) -> String {
    let members = attribute.members.iter().map(|member| member.value.as_str());
    let deprecated = attribute.deprecated.as_ref();
    let renamed_to = deprecated.and_then(|deprecated| deprecated.renamed_to.as_deref());
    [
        attribute.key.clone(),
        value_type(attribute),
        stability(attribute.stability).to_owned(),
        members.collect::<Vec<_>>().join("|"),
        match (deprecated, renamed_to) {
            (None, _) => String::new(),
            (Some(_), Some(_)) => "renamed".to_owned(),
            (Some(_), None) => "removed".to_owned(),
        },
        renamed_to.unwrap_or_default().to_owned(),
    ]
    .join("\t")
}

fn value_type(attribute: &AttributeConvention) -> String {
    let name = |primitive| match primitive {
        Primitive::String => "string",
        Primitive::Int => "int",
        Primitive::Double => "double",
        Primitive::Boolean => "boolean",
    };
    let value_type = match attribute.value_type {
        ValueType::Any => "any".to_owned(),
        ValueType::One(one) if attribute.members.is_empty() => name(one).to_owned(),
        ValueType::One(one) => format!("enum_{}", name(one)),
        ValueType::List(one) => format!("{}[]", name(one)),
    };
    if attribute.template {
        format!("template[{value_type}]")
    } else {
        value_type
    }
}

fn stability(stability: Stability) -> &'static str {
    match stability {
        Stability::Development => "development",
        Stability::Alpha => "alpha",
        Stability::Beta => "beta",
        Stability::ReleaseCandidate => "release_candidate",
        Stability::Stable => "stable",
    }
}
