//! Rules about the keys of attributes.

use super::Broken;
use crate::{Conventions, Origin, Policy, Style, glob, nearest, semconv};

/// The keys and namespaces that are set for the user, and what to do instead of setting them.
const RESERVED: &[(&str, &str)] = &[
    ("otel.kind", "write the argument `kind = ..`"),
    ("otel.name", "write the span's name as the first argument"),
    (
        "otel.status_code",
        "the status follows from what the function returns",
    ),
    (
        "otel.status_description",
        "the status follows from what the function returns",
    ),
    ("otel", "the namespace belongs to OpenTelemetry itself"),
    ("error.type", "it follows from what the function returns"),
    (
        "exception",
        "it is recorded when the function returns an error or panics",
    ),
    (
        "code",
        "it is the place of the function, which is always recorded",
    ),
    ("traced", "the namespace belongs to `traced` itself"),
];

pub(super) fn forbidden(key: &str, policy: &Policy) -> Option<Broken> {
    let mut forbid = policy.attributes.forbid.iter();
    let pattern = forbid.find(|pattern| glob::matches(&pattern.value, key))?;
    let message = if pattern.value == key {
        format!("attribute `{key}` must not be recorded")
    } else {
        format!(
            "attribute `{key}` must not be recorded: `{}` is forbidden",
            pattern.value
        )
    };
    Some(Broken::by(pattern.at.clone(), message))
}

pub(super) fn reserved(key: &str) -> Option<String> {
    let (_, instead) = RESERVED
        .iter()
        .find(|(reserved, _)| is_at_or_below(key, reserved))?;
    Some(format!("attribute `{key}` is reserved; {instead}"))
}

/// Whether the runtime sets this key itself.
pub(super) fn is_of_the_runtime(key: &str) -> bool {
    is_at_or_below(key, "traced") || is_at_or_below(key, "otel")
}

pub(super) fn duplicate(key: &str) -> Broken {
    Broken::always(format!("attribute `{key}` is given twice; remove one"))
}

/// What Weaver's own checks ask of a key: letters of ASCII, digits, `_` and `.`, a letter first.
pub(super) fn style(key: &str, conventions: &Conventions) -> Option<Broken> {
    let style = Style::DottedSnakeCase;
    // A key that somebody defined is as they spelt it, and data in a key has no style.
    let defined = || {
        let data_is_a_word = !key.contains(char::is_whitespace);
        data_is_a_word && conventions.attribute(key).is_some()
    };
    if style.accepts(key) && key.is_ascii() || defined() {
        return None;
    }
    let better = style.convert(key);
    let foreign = better
        .as_deref()
        .and_then(|better| better.chars().find(|c| !c.is_ascii()));
    Some(Broken::always(match (better, foreign) {
        (Some(_), Some(foreign)) => format!(
            "attribute `{key}` has `{foreign}` in it; a key is spelt with `a` to `z`, digits, `_` \
             and `.`"
        ),
        (Some(better), None) if better.starts_with(char::is_numeric) => format!(
            "attribute `{key}` begins with a digit; begin it with a letter, as in `order.id`"
        ),
        (Some(better), None) => format!("attribute `{key}` is not {style}; write `{better}`"),
        (None, _) if key.is_empty() => {
            "attribute key is empty; name it, as in `order.id`".to_owned()
        }
        (None, _) => format!("attribute `{key}` has no word in it; name it, as in `order.id`"),
    }))
}

/// A key below a namespace of the team, or of OpenTelemetry, that is not defined there.
pub(super) fn unknown(key: &str, conventions: &Conventions) -> Option<Broken> {
    let mut governed = conventions.policy().attributes.namespaces.iter();
    let own = governed.find(|namespace| is_below(key, &namespace.value));
    let (namespace, _) = key.split_once('.')?;
    if own.is_none() && !semconv::is_namespace(namespace) {
        return None;
    }
    if conventions.attribute(key).is_some() {
        return None;
    }
    if let Some(now) = semconv::name_until_now(key) {
        let message =
            format!("attribute `{key}` is what a later version calls `{now}`; write that");
        return Some(Broken::by(Origin::SemanticConventions, message));
    }
    let near = near(key, namespace, conventions);
    let hint = |otherwise: &str| match &near {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    };
    Some(match own {
        Some(own) => Broken::by(
            own.at.clone(),
            format!(
                "attribute `{key}` is not in the registry, which `{}` is governed by; {}",
                own.value,
                hint("define it there first")
            ),
        ),
        None => Broken::by(
            Origin::SemanticConventions,
            format!(
                "attribute `{key}` is none of OpenTelemetry's, to which the namespace `{namespace}` belongs; {}",
                hint("choose a namespace of your own")
            ),
        ),
    })
}

/// The known key nearest to `key` among those that begin with the same segment.
fn near(key: &str, namespace: &str, conventions: &Conventions) -> Option<String> {
    let own = conventions.registry().attributes().iter();
    let own = own.map(|attribute| attribute.key.as_str());
    let known = own.chain(semconv::keys().map(|key| -> &str { key }));
    let beside: Vec<&str> = known.filter(|known| is_below(known, namespace)).collect();
    nearest(key, beside.iter().copied())
        .or_else(|| longer(key, &beside))
        .map(str::to_owned)
}

/// The only known key that goes on where this one stops: `http.response.status`.
fn longer<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let mut going_on = known.iter().filter(|known| {
        let rest = known.strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with(['_', '.']))
    });
    going_on
        .next()
        .copied()
        .filter(|_| going_on.next().is_none())
}

pub(super) fn deprecated(key: &str, conventions: &Conventions) -> Option<Broken> {
    let attribute = conventions.attribute(key)?;
    let deprecated = attribute.deprecated.as_ref()?;
    let instead = match (&deprecated.renamed_to, &deprecated.note) {
        (Some(renamed_to), _) => {
            let data = key.strip_prefix(&attribute.key).unwrap_or_default();
            format!("; write `{renamed_to}{data}`")
        }
        (None, Some(note)) => format!(": {note}"),
        (None, None) => " and has no replacement".to_owned(),
    };
    Some(Broken::by(
        attribute.origin.clone(),
        format!("attribute `{key}` is deprecated{instead}"),
    ))
}

fn is_at_or_below(key: &str, namespace: &str) -> bool {
    key == namespace || is_below(key, namespace)
}

fn is_below(key: &str, namespace: &str) -> bool {
    let rest = key.strip_prefix(namespace);
    rest.is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::{reserved, style};
    use crate::Conventions;

    #[test]
    fn reserved_keys_say_what_to_do() {
        for key in [
            "error.type",
            "exception",
            "exception.message",
            "code.line.number",
            "otel.x",
        ] {
            assert!(reserved(key).is_some(), "{key}");
        }
        for key in ["error", "error.types", "errors.type", "codec", "order.code"] {
            assert_eq!(reserved(key), None, "{key}");
        }
    }

    #[test]
    fn data_in_a_key_has_no_style() {
        let is_wrong = |key| style(key, &Conventions::default()).is_some();
        assert!(!is_wrong("http.request.header.x-id"));
        assert!(!is_wrong("process.environment_variable.PATH"));
        assert!(is_wrong("http.request.header."));
        assert!(is_wrong("http.request.header.x id"));
        assert!(is_wrong("http.request.headers.x-id"));
    }

    #[test]
    fn style_says_what_it_would_accept() {
        let message = |key| style(key, &Conventions::default()).map(|broken| broken.message);
        assert_eq!(
            message("order..Id").as_deref(),
            Some("attribute `order..Id` is not dotted snake_case; write `order.id`"),
        );
        assert_eq!(
            message("").as_deref(),
            Some("attribute key is empty; name it, as in `order.id`"),
        );
        assert_eq!(
            message("1order").as_deref(),
            Some(
                "attribute `1order` begins with a digit; begin it with a letter, as in `order.id`"
            ),
        );
        assert_eq!(
            message("order.Größe").as_deref(),
            Some(
                "attribute `order.Größe` has `ö` in it; a key is spelt with `a` to `z`, digits, `_` \
                 and `.`"
            ),
        );
        assert_eq!(message("order.1st"), None);
    }
}
