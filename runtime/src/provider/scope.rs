//! The instrumentation scope: which package a span comes from.

use opentelemetry::InstrumentationScope;

/// The semantic conventions that this crate's own attributes follow.
///
/// Source: OpenTelemetry semantic conventions 1.44.0.
const SCHEMA_URL: &str = "https://opentelemetry.io/schemas/1.44.0";

/// The package that a span is started by: OpenTelemetry's instrumentation scope.
///
/// ```
/// static SCOPE: traced::span::Scope =
///     traced::span::Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    name: &'static str,
    version: &'static str,
}

impl Scope {
    /// A scope by the package's name and version; an empty version is left out.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version }
    }

    /// The package's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn to_otel(self) -> InstrumentationScope {
        let scope = InstrumentationScope::builder(self.name).with_schema_url(SCHEMA_URL);
        if self.version.is_empty() {
            scope.build()
        } else {
            scope.with_version(self.version).build()
        }
    }
}
