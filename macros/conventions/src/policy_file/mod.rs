//! Reading `traced.toml`. All of it is ours, so every unknown field is refused.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Fields, Text, decode, parse_toml, shown};
use crate::error::Result;
use crate::policy::{AttributePolicy, ErrorText, NamePolicy, Setting};
use crate::suggest::hint;
use crate::{Level, Policy, ReadError, Rule, Style};

const STYLES: &[(&str, Style)] = &[
    ("dotted.snake_case", Style::DottedSnakeCase),
    ("snake_case", Style::SnakeCase),
    ("kebab-case", Style::KebabCase),
    ("any", Style::Any),
];

const LEVELS: &[(&str, Level)] = &[
    ("deny", Level::Deny),
    ("warn", Level::Warn),
    ("allow", Level::Allow),
];

const ERROR_TEXTS: &[(&str, ErrorText)] =
    &[("record", ErrorText::Record), ("omit", ErrorText::Omit)];

impl Policy {
    /// Reads a `traced.toml`; `file` is the name that messages give it.
    ///
    /// # Errors
    ///
    /// The first mistake with its line: what is not TOML, an unknown table or field (with the
    /// nearest known one), an unknown rule or level, a value of the wrong type.
    pub fn read(file: &str, bytes: &[u8]) -> std::result::Result<Policy, ReadError> {
        let file: Arc<str> = Arc::from(file);
        let document = parse_toml(&file, decode(&file, bytes)?)?;
        let top = Fields::of(&file, "`traced.toml`", &document)?;
        top.refuse_unknown(&["names", "attributes", "errors", "registry", "levels"])?;
        let policy = Policy {
            names: names(&top)?,
            attributes: attributes(&top)?,
            error_text: error_text(&top)?,
            registry: registry(&top)?,
            levels: levels(&top)?,
            is_written: true,
            ..Policy::default()
        };
        match policy.requires_registered() {
            Some(at) if policy.registry.is_none() => Err(ReadError::at(
                at,
                "`require_registered` needs a registry: `[registry] path = \"telemetry/registry.yaml\"`",
            )),
            _ => Ok(policy),
        }
    }
}

fn names(top: &Fields<'_, '_>) -> Result<NamePolicy> {
    let Some(names) = top.fields("names", "`[names]`")? else {
        return Ok(NamePolicy::default());
    };
    names.refuse_unknown(&[
        "style",
        "prefixes",
        "max_length",
        "require_registered",
        "strip",
    ])?;
    let style = match names.text("style")? {
        Some(style) => Some(Setting {
            value: names.word(style, STYLES)?,
            at: names.place(style.line),
        }),
        None => None,
    };
    let prefixes = names.texts("prefixes")?.map(|texts| Setting {
        value: texts.iter().map(|text| text.text.to_owned()).collect(),
        at: names.place(names.get("prefixes").map_or(names.line(), |it| it.line)),
    });
    Ok(NamePolicy {
        style,
        prefixes,
        max_length: setting(&names, names.count("max_length")?),
        require_registered: setting(&names, names.flag("require_registered")?),
        strip: names.text("strip")?.map(|text| owned(&names, text)),
    })
}

fn attributes(top: &Fields<'_, '_>) -> Result<AttributePolicy> {
    let Some(attributes) = top.fields("attributes", "`[attributes]`")? else {
        return Ok(AttributePolicy::default());
    };
    attributes.refuse_unknown(&["namespaces", "forbid"])?;
    let settings = |name| -> Result<Vec<Setting<String>>> {
        let texts = attributes.texts(name)?.unwrap_or_default();
        let settings = texts.into_iter().map(|text| owned(&attributes, text));
        Ok(settings.collect())
    };
    let namespaces = settings("namespaces")?;
    for namespace in &namespaces {
        if namespace.value.contains('*') || namespace.value.ends_with('.') {
            return Err(ReadError::at(
                &namespace.at,
                format!(
                    "`{}` is not a namespace; write it without `*` and without a dot at its end",
                    shown(&namespace.value)
                ),
            ));
        }
    }
    Ok(AttributePolicy {
        namespaces,
        forbid: settings("forbid")?,
    })
}

fn error_text(top: &Fields<'_, '_>) -> Result<ErrorText> {
    let Some(errors) = top.fields("errors", "`[errors]`")? else {
        return Ok(ErrorText::default());
    };
    errors.refuse_unknown(&["text"])?;
    match errors.text("text")? {
        Some(text) => errors.word(text, ERROR_TEXTS),
        None => Ok(ErrorText::default()),
    }
}

fn registry(top: &Fields<'_, '_>) -> Result<Option<Setting<String>>> {
    let Some(registry) = top.fields("registry", "`[registry]`")? else {
        return Ok(None);
    };
    registry.refuse_unknown(&["path"])?;
    let path = registry.required_text("path")?;
    Ok(Some(owned(&registry, path)))
}

fn levels(top: &Fields<'_, '_>) -> Result<BTreeMap<Rule, Setting<Level>>> {
    let Some(fields) = top.fields("levels", "`[levels]`")? else {
        return Ok(BTreeMap::new());
    };
    let mut levels = BTreeMap::new();
    for entry in fields.entries() {
        let Some(rule) = Rule::from_id(&entry.key) else {
            let hint = hint(&entry.key, Rule::ALL.iter().map(|rule| rule.id()));
            let id = shown(&entry.key);
            return Err(fields.error(entry.line, format!("there is no rule `{id}`{hint}")));
        };
        let setting = Setting {
            value: fields.word(fields.text_of(entry)?, LEVELS)?,
            at: fields.place(entry.line),
        };
        if levels.insert(rule, setting).is_some() {
            return Err(fields.error(entry.line, format!("`{rule}` stands here a second time")));
        }
    }
    Ok(levels)
}

fn setting<T>(fields: &Fields<'_, '_>, found: Option<(T, u32)>) -> Option<Setting<T>> {
    let (value, line) = found?;
    let at = fields.place(line);
    Some(Setting { value, at })
}

fn owned(fields: &Fields<'_, '_>, text: Text<'_>) -> Setting<String> {
    Setting {
        value: text.text.to_owned(),
        at: fields.place(text.line),
    }
}
