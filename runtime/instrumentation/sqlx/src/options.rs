//! What an application can ask for beyond the defaults.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use traced::opentelemetry::KeyValue;
use traced::opentelemetry::propagation::TextMapPropagator;
use traced::semconv::db::System;

/// Settings of a [`Pool`](crate::Pool) or a [`Connection`](crate::Connection); given to their `with_options`.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # fn _example(pool: traced_sqlx::Pool<sqlx::Sqlite>) {
/// use traced_sqlx::Options;
/// let pool = pool.with_options(Options::new().returned_rows(true));
/// # let _ = pool; }
/// ```
#[derive(Clone, Default)]
pub struct Options {
    pub(crate) returned_rows: bool,
    pub(crate) comments: Comments,
    pub(crate) product: Option<System>,
    pub(crate) filter: Option<Arc<Filter>>,
    pub(crate) span_name: Option<Arc<SpanName>>,
    pub(crate) attributes: Vec<KeyValue>,
}

type Filter = dyn Fn(&str) -> bool + Send + Sync;
type SpanName = dyn Fn(&str) -> Option<Cow<'static, str>> + Send + Sync;

/// Whether queries carry the trace to the server, and in whose format.
#[derive(Clone, Default)]
pub(crate) enum Comments {
    #[default]
    Off,
    TraceContext,
    Of(Arc<dyn TextMapPropagator + Send + Sync>),
}

impl Options {
    /// The defaults of the conventions: no optional attribute, no comment.
    pub fn new() -> Self {
        Self::default()
    }

    /// Records how many rows the caller was given, as `db.response.returned_rows`; off by default.
    pub fn returned_rows(mut self, record: bool) -> Self {
        self.returned_rows = record;
        self
    }

    /// Appends the trace to the text of each query, so that the server's logs show it:
    /// `SELECT … /*traceparent='00-…-…-01'*/`; off by default.
    ///
    /// Each text is then a new one to the server: such queries are sent as not persistent, for no cache of prepared
    /// statements would find them again. A text that has a comment already, and a statement that was prepared before,
    /// are left as they are. The span starts with the call then, not with its first poll.
    ///
    /// Source: <https://opentelemetry.io/docs/specs/semconv/db/database-spans/#sql-commenter> (DB-7).
    pub fn comments(mut self, append: bool) -> Self {
        self.comments = if append {
            Comments::TraceContext
        } else {
            Comments::Off
        };
        self
    }

    /// Appends what this propagator writes, instead of the process's trace context.
    ///
    /// Everything it writes goes to the server; one that writes baggage sends that too.
    pub fn comments_of(
        mut self,
        propagator: impl TextMapPropagator + Send + Sync + 'static,
    ) -> Self {
        self.comments = Comments::Of(Arc::new(propagator));
        self
    }

    /// Traces only the statements for which `wanted` is true; it is given the text, or `BEGIN`, `COMMIT`, `SAVEPOINT` and
    /// so on for what sqlx does on its own. The others run as if there were no layer.
    pub fn filter(mut self, wanted: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.filter = Some(Arc::new(wanted));
        self
    }

    /// Names a span by the statement's text. `None` leaves the conventions' name. The name must not hold values.
    pub fn span_name(
        mut self,
        name: impl Fn(&str) -> Option<Cow<'static, str>> + Send + Sync + 'static,
    ) -> Self {
        self.span_name = Some(Arc::new(name));
        self
    }

    /// Adds these attributes to every span, such as `service.peer.name`.
    pub fn attributes(mut self, attributes: impl IntoIterator<Item = KeyValue>) -> Self {
        self.attributes.extend(attributes);
        self
    }

    /// Names the product behind a driver that serves several of them: `db.system.name` and the default port.
    ///
    /// sqlx reaches MariaDB with its MySQL driver, which does not tell the two apart; neither does this crate, unless
    /// [`Pool::connect`](crate::Pool::connect) is given a `mariadb://` URL, or it is said here.
    pub fn product(mut self, product: System) -> Self {
        self.product = Some(product);
        self
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("returned_rows", &self.returned_rows)
            .field("comments", &self.comments)
            .field("product", &self.product)
            .field("filter", &self.filter.is_some())
            .field("span_name", &self.span_name.is_some())
            .field("attributes", &self.attributes)
            .finish()
    }
}

impl fmt::Debug for Comments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "Off",
            Self::TraceContext => "TraceContext",
            Self::Of(_) => "Of(..)",
        })
    }
}
