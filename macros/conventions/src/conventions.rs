//! Everything that one package is judged by: the policy, the registry, and OpenTelemetry's own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::Result;
use crate::registry::{AttributeConvention, Registry, SpanConvention};
use crate::{Finding, Level, Origin, Policy, ReadError, Rule, semconv};

/// The conventions of a package. Cloning is cheap enough to do per attribute.
///
/// The default is what holds where there is no `traced.toml`.
#[derive(Debug, Clone, Default)]
pub struct Conventions {
    policy: Policy,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    registry: Registry,
    /// The plain names under which code writes the registry's spans, with their index there.
    names: BTreeMap<String, usize>,
}

impl Conventions {
    /// A policy and its registry.
    ///
    /// # Errors
    ///
    /// If two spans of the registry would be written by the same name.
    pub fn new(policy: Policy, registry: Registry) -> std::result::Result<Self, ReadError> {
        let names = names(&policy, &registry)?;
        Ok(Conventions {
            policy,
            shared: Arc::new(Shared { registry, names }),
        })
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The registry; empty where the policy names none.
    pub fn registry(&self) -> &Registry {
        &self.shared.registry
    }

    /// These conventions without `rule`, for the one place that asked for an exception.
    #[must_use]
    pub fn allowing(mut self, rule: Rule) -> Self {
        self.policy.allowed.push(rule);
        self
    }

    /// These conventions with every deny turned into an allow: what code is judged by that its
    /// user did not write and cannot mend.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.policy.is_lenient = true;
        self
    }

    /// What a reporter found for itself, at the level that the policy gives the rule; `None` where
    /// it allows it.
    pub fn finding<L>(&self, rule: Rule, message: impl Into<String>, at: L) -> Option<Finding<L>> {
        let level = self.policy.level(rule);
        (level != Level::Allow).then(|| Finding {
            rule,
            level,
            message: message.into(),
            decided: self.policy.level_at(rule).cloned().map(Origin::File),
            at,
        })
    }

    /// The span that is written by this name.
    pub fn span(&self, name: &str) -> Option<&SpanConvention> {
        let index = self.shared.names.get(name)?;
        self.shared.registry.spans().get(*index)
    }

    /// The span that a recorded name belongs to: by its plain name, else by a name of which
    /// attributes are part.
    pub fn recorded_span(
        &self,
        name: &str,
        value: impl Fn(&str) -> Option<String>,
    ) -> Option<&SpanConvention> {
        self.span(name).or_else(|| {
            let mut spans = self.shared.registry.spans().iter();
            spans.find(|span| {
                let pattern = span.name.as_ref();
                pattern.is_some_and(|pattern| pattern.matches(name, &value))
            })
        })
    }

    /// The names by which the registry's spans are written, sorted.
    pub fn span_names(&self) -> impl Iterator<Item = &str> {
        self.shared.names.keys().map(String::as_str)
    }

    /// The attribute of that key, the registry's before OpenTelemetry's; the data at the end of a
    /// template's key is allowed for.
    pub fn attribute(&self, key: &str) -> Option<Cow<'_, AttributeConvention>> {
        let registry = &self.shared.registry;
        if let Some(own) = registry.attribute(key) {
            return Some(Cow::Borrowed(own));
        }
        let mut end = key.len();
        while let Some(dot) = key[..end].rfind('.') {
            let template = registry.attribute(&key[..dot]);
            let names_data = dot + 1 < key.len();
            if let Some(template) = template.filter(|found| found.template && names_data) {
                return Some(Cow::Borrowed(template));
            }
            end = dot;
        }
        semconv::attribute(key).map(Cow::Owned)
    }
}

fn names(policy: &Policy, registry: &Registry) -> Result<BTreeMap<String, usize>> {
    let strip = policy.names.strip.as_ref();
    let strip = strip.map_or("", |strip| strip.value.as_str());
    let mut names = BTreeMap::new();
    for (i, span) in registry.spans().iter().enumerate() {
        let name = match &span.name {
            Some(pattern) => match pattern.plain() {
                Some(name) => name,
                None => continue,
            },
            None => span
                .span_type
                .strip_prefix(strip)
                .unwrap_or(&span.span_type),
        };
        if let Some(first) = names.insert(name.to_owned(), i) {
            let first = &registry.spans()[first];
            return Err(ReadError::at(
                &span.at,
                format!(
                    "spans `{}` and `{}` ({}) are both written `{name}`; give one \
                     `annotations: {{traced: {{name: ..}}}}`",
                    span.span_type, first.span_type, first.at
                ),
            ));
        }
    }
    Ok(names)
}
