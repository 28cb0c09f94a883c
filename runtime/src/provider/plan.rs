//! A span that is to be started, whoever makes it.

use super::{Scope, Site};
use crate::diagnostics::Place;
use opentelemetry::trace::{Event, Link, SpanBuilder, SpanKind};
use opentelemetry::{InstrumentationScope, KeyValue};
use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

/// Who starts a span: decides its scope, and what it has in common with others.
#[derive(Clone, Debug)]
#[cfg_attr(
    not(feature = "setup"),
    allow(dead_code, reason = "only a provider of ours keeps it")
)]
pub(crate) enum Source {
    /// Generated code: scope and constant attributes stand there.
    Site(&'static Site),
    /// An adapter, or whoever has a tracer.
    Scope(Arc<InstrumentationScope>),
}

impl Source {
    pub(crate) fn scope(&self) -> &InstrumentationScope {
        match self {
            Self::Site(site) => site.otel_scope(),
            Self::Scope(scope) => scope,
        }
    }

    /// The site, if it is one.
    #[cfg_attr(not(feature = "setup"), allow(dead_code, reason = "as the type"))]
    pub(crate) fn site(&self) -> Option<&'static Site> {
        match self {
            Self::Site(site) => Some(site),
            Self::Scope(_) => None,
        }
    }

    /// What every span of this source has; exported before a span's own attributes.
    pub(crate) fn attributes(&self) -> &[KeyValue] {
        match self {
            Self::Site(site) => site.attributes(),
            Self::Scope(_) => &[],
        }
    }

    /// As many as [`attributes`](Self::attributes) are, without making them.
    #[cfg_attr(not(feature = "setup"), allow(dead_code, reason = "as the type"))]
    pub(crate) fn attribute_count(&self) -> usize {
        match self {
            Self::Site(site) => site.attribute_count(),
            Self::Scope(_) => 0,
        }
    }
}

type Shared = (Scope, Arc<InstrumentationScope>);

impl From<Scope> for Source {
    fn from(scope: Scope) -> Self {
        // As many entries as there are packages with adapters in the process.
        static SHARED: RwLock<Vec<Shared>> = RwLock::new(Vec::new());
        let known = |all: &[Shared]| {
            let found = all.iter().find(|(known, _)| *known == scope);
            found.map(|(_, made)| Arc::clone(made))
        };
        if let Some(made) = known(&SHARED.read().unwrap_or_else(PoisonError::into_inner)) {
            return Self::Scope(made);
        }
        let mut all = SHARED.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = known(&all) {
            return Self::Scope(made);
        }
        let made = Arc::new(scope.to_otel());
        all.push((scope, Arc::clone(&made)));
        Self::Scope(made)
    }
}

/// All that is known of a span before it starts.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) source: Source,
    pub(crate) name: Cow<'static, str>,
    pub(crate) kind: SpanKind,
    /// Besides those of the source.
    pub(crate) attributes: Vec<KeyValue>,
    pub(crate) links: Vec<Link>,
    pub(crate) events: Vec<Event>,
    pub(crate) start: Option<SystemTime>,
    /// Where in the source it is started, if its source does not say.
    pub(crate) place: Option<Place>,
}

impl Plan {
    pub(crate) fn of_site(site: &'static Site) -> Self {
        Self {
            source: Source::Site(site),
            name: Cow::Borrowed(site.name()),
            kind: site.kind(),
            attributes: Vec::new(),
            links: Vec::new(),
            events: Vec::new(),
            start: None,
            place: None,
        }
    }

    pub(crate) fn of_scope(scope: Scope, name: Cow<'static, str>) -> Self {
        Self {
            source: Source::from(scope),
            name,
            kind: SpanKind::Internal,
            attributes: Vec::new(),
            links: Vec::new(),
            events: Vec::new(),
            start: None,
            place: None,
        }
    }

    /// For a provider that is not ours: with the attributes of the source.
    pub(super) fn into_builder(self) -> SpanBuilder {
        let common = self.source.attributes();
        let attributes = if common.is_empty() {
            self.attributes
        } else {
            [common, &self.attributes].concat()
        };
        let mut builder = SpanBuilder::from_name(self.name)
            .with_kind(self.kind)
            .with_attributes(attributes);
        if !self.links.is_empty() {
            builder = builder.with_links(self.links);
        }
        if !self.events.is_empty() {
            builder = builder.with_events(self.events);
        }
        builder.start_time = self.start;
        builder
    }
}
