//! A span that is to be started, whoever makes it.

use super::{Scope, Site};
use crate::diagnostics::Place;
use opentelemetry::trace::{Event, Link, SpanBuilder, SpanKind};
use opentelemetry::{InstrumentationScope, KeyValue};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
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
    /// An adapter.
    Shared(&'static InstrumentationScope),
    /// Whoever has a tracer.
    Scope(Arc<InstrumentationScope>),
}

impl Source {
    pub(crate) fn scope(&self) -> &InstrumentationScope {
        match self {
            Self::Site(site) => site.otel_scope(),
            Self::Shared(scope) => scope,
            Self::Scope(scope) => scope,
        }
    }

    /// A scope that is made once for all that is equal to it.
    pub(super) fn shared(&self) -> Option<&'static InstrumentationScope> {
        match self {
            Self::Shared(scope) => Some(scope),
            Self::Site(_) | Self::Scope(_) => None,
        }
    }

    /// The site, if it is one.
    #[cfg_attr(not(feature = "setup"), allow(dead_code, reason = "as the type"))]
    pub(crate) fn site(&self) -> Option<&'static Site> {
        match self {
            Self::Site(site) => Some(site),
            Self::Shared(_) | Self::Scope(_) => None,
        }
    }

    /// What every span of this source has; exported before a span's own attributes.
    pub(crate) fn attributes(&self) -> &[KeyValue] {
        match self {
            Self::Site(site) => site.attributes(),
            Self::Shared(_) | Self::Scope(_) => &[],
        }
    }

    /// As many as [`attributes`](Self::attributes) are, without making them.
    #[cfg_attr(not(feature = "setup"), allow(dead_code, reason = "as the type"))]
    pub(crate) fn attribute_count(&self) -> usize {
        match self {
            Self::Site(site) => site.attribute_count(),
            Self::Shared(_) | Self::Scope(_) => 0,
        }
    }
}

/// The scope of a package with adapters, and the next package's: a list that only grows, by as many as there are such
/// packages in the process, so that to look takes no lock and shares no count.
struct Shared {
    scope: Scope,
    made: InstrumentationScope,
    next: OnceLock<Box<Self>>,
}

impl From<Scope> for Source {
    fn from(scope: Scope) -> Self {
        static FIRST: OnceLock<Box<Shared>> = OnceLock::new();
        let mut place = &FIRST;
        loop {
            let shared = place.get_or_init(|| {
                Box::new(Shared {
                    scope,
                    made: scope.to_otel(),
                    next: OnceLock::new(),
                })
            });
            if shared.scope == scope {
                return Self::Shared(&shared.made);
            }
            place = &shared.next;
        }
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

    #[inline]
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
        // Field by field: its methods copy each list into a new one.
        let mut builder = SpanBuilder::from_name(self.name);
        builder.span_kind = Some(self.kind);
        builder.attributes = Some(attributes);
        if !self.links.is_empty() {
            builder.links = Some(self.links);
        }
        if !self.events.is_empty() {
            builder.events = Some(self.events);
        }
        builder.start_time = self.start;
        builder
    }
}
