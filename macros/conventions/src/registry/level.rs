//! How much an attribute is wanted on a span.

/// The requirement level of an attribute on a span.
///
/// Source: OpenTelemetry semantic conventions, "Attribute requirement level".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RequirementLevel {
    /// On every span of the type.
    Required,
    /// On every span for which a condition holds; the condition is prose.
    ConditionallyRequired,
    /// Wherever it is cheap to have. What holds where nothing is said.
    #[default]
    Recommended,
    /// Where the user asks for it.
    OptIn,
}

/// Levels that stand alone.
pub(super) const PLAIN: &[(&str, RequirementLevel)] = &[
    ("required", RequirementLevel::Required),
    ("recommended", RequirementLevel::Recommended),
    ("opt_in", RequirementLevel::OptIn),
];

/// Levels that a text follows.
pub(super) const WITH_TEXT: &[(&str, RequirementLevel)] = &[
    (
        "conditionally_required",
        RequirementLevel::ConditionallyRequired,
    ),
    ("recommended", RequirementLevel::Recommended),
    ("opt_in", RequirementLevel::OptIn),
];
