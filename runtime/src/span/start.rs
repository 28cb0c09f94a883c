//! Starting a span: by a site (generated code) or by hand (adapters).

use super::SpanGuard;
use super::attributes::carried;
use super::faults;
use super::parent::{self, Parent};
use crate::context;
use crate::diagnostics::{self, Kind, Place};
use crate::provider::{self, Begun, Fate, Local, Origin, Plan, Scope, Site};
use crate::semconv::attribute::TRACED_ORPHAN;
use opentelemetry::trace::{Link, SpanContext, SpanKind};
use opentelemetry::{Context, KeyValue};
use std::borrow::Cow;
use std::time::SystemTime;

/// Starts the span of a site. `called` is the context of the call, where it may differ
/// from the current one.
pub(super) fn begin(site: &'static Site, called: Option<&Context>) -> Begun {
    let current = context::current();
    let parent = match (site.origin(), called) {
        (Origin::Root, _) => parent::root(current),
        (Origin::Explicit, Some(parent)) => parent::explicit(parent, current),
        (_, called) => parent::resolve(called, current),
    };
    let fault = match site.origin() {
        Origin::Ambient => faults::find(called, &parent),
        Origin::Explicit | Origin::Root => None,
    };
    let mut plan = Plan::of_site(site);
    if let Some(fault) = fault {
        let mark = faults::report(fault, site.name(), site.place());
        plan.attributes.push(mark);
    }
    if let Some(called) = called {
        plan.attributes.extend_from_slice(carried(called));
        plan.links = parent::links(called);
    }
    start(plan, parent, site.place())
}

/// Whether the context of a call says more of a span than whose child it is.
pub(super) fn asks_for_more(called: &Context) -> bool {
    !carried(called).is_empty() || parent::has_links(called) || faults::is_known_late(called)
}

fn start(mut plan: Plan, parent: Parent, place: Place) -> Begun {
    let (cx, causes) = match parent {
        Parent::Suppressed(cx) => {
            return Begun {
                cx,
                fate: Fate::Nothing,
            };
        }
        Parent::Child(cx, causes) | Parent::Entry(cx, causes) => (cx, causes),
        Parent::Root(cx) => (without_parent(cx, &mut plan, place), Vec::new()),
    };
    plan.place = Some(place);
    if !causes.is_empty() {
        let causes = causes.into_iter();
        plan.links
            .extend(causes.map(|span| Link::new(span, Vec::new(), 0)));
    }
    provider::start(plan, &cx)
}

/// Where a span starts that nobody gave a parent.
fn without_parent(cx: Context, plan: &mut Plan, place: Place) -> Context {
    // Servers and consumers are entry points, and a client call outside a request is
    // a trace of its own; but a step of an operation without it is a broken trace.
    // A test may record a step alone; what loses its context loses the recording, too.
    let entry = matches!(plan.kind, SpanKind::Server | SpanKind::Consumer);
    if entry || cx.get::<Local>().is_some() {
        return cx;
    }
    if let Some(cx) = parent::continued(&cx) {
        return cx;
    }
    if plan.kind == SpanKind::Internal {
        report_orphan(&plan.name, place);
        plan.attributes.push(KeyValue::new(TRACED_ORPHAN, true));
    }
    cx
}

fn report_orphan(name: &str, place: Place) {
    diagnostics::report(Kind::Orphan, place, || {
        format!(
            "span `{name}` started without a parent at {place}: its context was lost on the way, \
             most often in a raw `tokio::spawn` or `std::thread::spawn`; spawn with \
             `traced::task::spawn`, wrap the future in `.in_current_trace()`, or mark an entry \
             point `#[traced(root)]`"
        )
    });
}

/// A span to be started by hand: what adapters use.
///
/// Everything a sampler should see (kind, links, attributes known now) belongs here;
/// what is learnt later goes to the [`SpanGuard`].
#[derive(Debug)]
#[must_use = "call `.start()`"]
pub struct SpanStart {
    plan: Plan,
    parent: Option<Context>,
    called: Option<Context>,
    root: bool,
    place: Place,
}

impl SpanStart {
    /// A span of kind internal, child of the current context.
    #[inline]
    #[track_caller]
    pub fn new(scope: &Scope, name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            plan: Plan::of_scope(*scope, name.into()),
            parent: None,
            called: None,
            root: false,
            place: Place::caller(),
        }
    }

    /// Sets the kind.
    #[inline]
    pub fn kind(mut self, kind: SpanKind) -> Self {
        self.plan.kind = kind;
        self
    }

    /// Sets the attributes that are known now.
    #[inline]
    pub fn attributes(mut self, attributes: Vec<KeyValue>) -> Self {
        self.plan.attributes = attributes;
        self
    }

    /// Links to a span elsewhere; an invalid one is left out.
    #[inline]
    pub fn link(mut self, span: SpanContext) -> Self {
        if span.is_valid() {
            self.plan.links.push(Link::new(span, Vec::new(), 0));
        }
        self
    }

    /// Starts below `parent` instead of the current context. Everything of `parent` is
    /// kept: its baggage and values are those of [`SpanGuard::context`].
    #[inline]
    pub fn parent(mut self, parent: Context) -> Self {
        self.parent = Some(parent);
        self
    }

    /// Starts a new trace, whatever is current. Such a span is an entry point: it is not
    /// reported as an orphan.
    #[inline]
    pub fn root(mut self) -> Self {
        self.root = true;
        self
    }

    /// When the operation began, if that was before this call.
    #[inline]
    pub fn start_time(mut self, time: SystemTime) -> Self {
        self.plan.start = Some(time);
        self
    }

    /// Where the operation was called, if it may start elsewhere: the parent should the
    /// current context have none.
    #[inline]
    pub fn called_in(mut self, cx: &Context) -> Self {
        self.called = Some(cx.clone());
        self
    }

    /// Names another place of the source for diagnostics than where `new` was called.
    #[inline]
    pub fn place(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Starts the span.
    pub fn start(self) -> SpanGuard {
        match &self.parent {
            // What the rules of `parent.rs` come to for nearly every server's span, and for a child that was told where.
            Some(parent) if self.called.is_none() && !self.root && parent::is_plain(parent) => {
                let plan = Plan {
                    place: Some(self.place),
                    ..self.plan
                };
                SpanGuard::new(provider::start(plan, parent))
            }
            _ => self.resolve(),
        }
    }

    fn resolve(mut self) -> SpanGuard {
        let is_ambient = self.parent.is_none();
        let cx = self.parent.unwrap_or_else(context::current);
        let parent = if self.root {
            parent::root(cx)
        } else {
            parent::resolve(self.called.as_ref(), cx)
        };
        if is_ambient && let Some(fault) = faults::find(self.called.as_ref(), &parent) {
            let mark = faults::report(fault, &self.plan.name, self.place);
            self.plan.attributes.push(mark);
        }
        SpanGuard::new(start(self.plan, parent, self.place))
    }
}
