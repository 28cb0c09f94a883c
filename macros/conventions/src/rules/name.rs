//! Rules about span names.
//!
//! A name is what spans are grouped by: it "MUST be low-cardinality" (OpenTelemetry specification,
//! Trace API, "Span").

use super::{Broken, Subject};
use crate::{Conventions, Finding, Policy, Rule, Style, nearest};

const RULES: &[Rule] = &[
    Rule::NameCardinality,
    Rule::NameStyle,
    Rule::NameLength,
    Rule::NamePrefix,
    Rule::UnregisteredSpan,
];

impl<L: Clone> Subject<'_, L> {
    pub(super) fn name(&self) -> Option<Finding<L>> {
        let name = &self.facts.name.text;
        let policy = self.policy();
        if self.semantic.is_some() {
            return self.first(&self.facts.name.at, &[Rule::NameStyle], |_| {
                self.semantic_name()
            });
        }
        // The team's own spelling of a registered name, or a name that attributes are part of, is
        // right as it is.
        let named_by_registry = self.registered.is_some_and(|span| span.name.is_some());
        let written = self.is_written() && self.facts.name_is_written;
        self.first(&self.facts.name.at, RULES, |rule| match rule {
            Rule::NameCardinality if written && !named_by_registry => {
                cardinality(name).map(Broken::always)
            }
            Rule::NameStyle if self.facts.name_is_written && !named_by_registry => {
                style_of(name, policy)
            }
            Rule::NameLength => length(name, policy),
            Rule::NamePrefix if !named_by_registry => prefix(name, policy),
            Rule::UnregisteredSpan if self.registered.is_none() => {
                unregistered(name, self.conventions)
            }
            _ => None,
        })
    }

    /// Names of the spans that adapters make are put together of their attributes; in source code
    /// the values are not known.
    fn semantic_name(&self) -> Option<Broken> {
        let rules = self.semantic.filter(|_| !self.is_written())?;
        let value = |key: &str| self.value(key);
        let wanted = (rules.name)(&value)?;
        let name = &self.facts.name.text;
        let is_right = *name == wanted || (rules.own_name)(name, &value);
        (!is_right).then(|| {
            Broken::by(
                crate::Origin::SemanticConventions,
                format!(
                    "span name `{name}` is not what {} is called; write `{wanted}`",
                    rules.what
                ),
            )
        })
    }
}

fn style_of(name: &str, policy: &Policy) -> Option<Broken> {
    let message = style(name, policy.style())?;
    let decided = policy.names.style.as_ref();
    Some(match decided {
        Some(decided) => Broken::by(decided.at.clone(), message),
        None => Broken::always(message),
    })
}

fn length(name: &str, policy: &Policy) -> Option<Broken> {
    let most = policy.names.max_length.as_ref()?;
    let has = name.chars().count();
    (has > most.value).then(|| {
        Broken::by(
            most.at.clone(),
            format!(
                "span name `{name}` has {has} characters; {} are agreed",
                most.value
            ),
        )
    })
}

fn prefix(name: &str, policy: &Policy) -> Option<Broken> {
    let prefixes = policy.names.prefixes.as_ref()?;
    let (first, _) = name.split_once('.').unwrap_or((name, ""));
    if prefixes.value.iter().any(|prefix| prefix == first) {
        return None;
    }
    let agreed = prefixes.value.iter().map(String::as_str);
    let message = match nearest(first, agreed.clone()) {
        Some(near) => format!("span name `{name}` starts with `{first}`; did you mean `{near}`?"),
        None => format!(
            "span name `{name}` starts with `{first}`; agreed are `{}`",
            agreed.collect::<Vec<_>>().join("`, `")
        ),
    };
    Some(Broken::by(prefixes.at.clone(), message))
}

fn unregistered(name: &str, conventions: &Conventions) -> Option<Broken> {
    let required = conventions.policy().requires_registered()?;
    let near = nearest(name, conventions.span_names());
    let near = near.and_then(|near| Some((near, &conventions.span(near)?.at)));
    let message = match near {
        Some((near, at)) => {
            format!("span `{name}` is not in the registry; did you mean `{near}`, at {at}?")
        }
        None => format!("span `{name}` is not in the registry; define it there first"),
    };
    Some(Broken::by(required.clone(), message))
}

fn cardinality(name: &str) -> Option<String> {
    if name.contains(['{', '}']) {
        return Some(format!(
            "span name `{name}` has a placeholder, so every value would be a name of its own; \
             put the value in an attribute"
        ));
    }
    let id = identifier(name)?;
    Some(format!(
        "span name `{name}` has the id `{id}` in it; put it in an attribute"
    ))
}

fn style(name: &str, style: Style) -> Option<String> {
    if style.accepts(name) {
        return None;
    }
    Some(match style.convert(name) {
        Some(better) if better.starts_with(char::is_numeric) => format!(
            "span name `{name}` begins with a digit; begin it with a letter, as in `order.place`"
        ),
        Some(better) => format!("span name `{name}` is not {style}; write `{better}`"),
        None if name.is_empty() => {
            "span name is empty; say what the function does, as in `order.place`".to_owned()
        }
        None => format!(
            "span name `{name}` has no word in it; say what the function does, as in `order.place`"
        ),
    })
}

/// The part of a name that looks like the id of one thing: a number, a UUID or a long hex string.
fn identifier(name: &str) -> Option<&str> {
    let segments = name.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    let whole = |s: &&str| all_digits(s) || is_uuid(s);
    let part = |s: &&str| (s.len() > 3 && all_digits(s)) || is_long_hex(s);
    segments
        .into_iter()
        .find(whole)
        .or_else(|| words.find(part))
}

fn all_digits(s: &str) -> bool {
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())
}

fn is_uuid(s: &str) -> bool {
    let lengths = s.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && s.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// Long enough for an id, and with digits, so that no word of English qualifies.
fn is_long_hex(s: &str) -> bool {
    s.len() >= 12
        && s.bytes().all(|b| b.is_ascii_hexdigit())
        && s.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{cardinality, identifier, style};
    use crate::Style;

    #[test]
    fn ids_are_found() {
        for (name, id) in [
            ("order.42", Some("42")),
            ("order 7 place", Some("7")),
            ("order_1234", Some("1234")),
            (
                "a.6f9619ff-8b86-d011-b42d-00cf4fc964ff",
                Some("6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
            ),
            ("session_4bf92f3577b34da6", Some("4bf92f3577b34da6")),
            ("order.place", None),
            ("http2.connect", None),
            ("oauth_2", None),
            ("defaced_effaced_facade", None),
            ("注文.作成", None),
        ] {
            assert_eq!(identifier(name), id, "{name}");
        }
    }

    #[test]
    fn messages() {
        assert_eq!(
            cardinality("order.42").as_deref(),
            Some("span name `order.42` has the id `42` in it; put it in an attribute"),
        );
        assert_eq!(
            style("", Style::default()).as_deref(),
            Some("span name is empty; say what the function does, as in `order.place`"),
        );
        assert_eq!(
            style("2nd_order", Style::default()).as_deref(),
            Some(
                "span name `2nd_order` begins with a digit; begin it with a letter, as in `order.place`"
            ),
        );
        for right in ["order.place", "order.2nd", "größe", "注文.作成"] {
            assert_eq!(style(right, Style::default()), None, "{right}");
        }
    }
}
