//! A query on its way to the driver: what is recorded of it, and all that the driver needs.

use std::fmt;
use std::sync::Arc;

use sqlx::error::BoxDynError;
use sqlx::{Arguments as _, AssertSqlSafe, Database, Execute, SqlSafeStr as _, SqlStr};
use traced::opentelemetry::KeyValue;
use traced::opentelemetry::trace::SpanKind;
use traced::semconv::db::{DB_QUERY_SUMMARY, DB_QUERY_TEXT, sanitize, summarize, truncate};
use traced::span::SpanStart;

use crate::SCOPE;
use crate::comment::commented;
use crate::driver::Facts;
use crate::operation::Operation;
use crate::options::{Comments, Options};

/// A query taken apart: reading a text from sqlx's own consumes it.
pub(crate) struct Captured<DB: Database> {
    sql: SqlStr,
    statement: Option<DB::Statement>,
    arguments: Result<Option<DB::Arguments>, Option<BoxDynError>>,
    persistent: bool,
}

impl<DB: Database> Captured<DB> {
    pub(crate) fn new<'q>(mut query: impl Execute<'q, DB>) -> Self {
        let statement = query.statement().cloned();
        // In the order in which the drivers ask: one answer may depend on the one before.
        let arguments = query.take_arguments().map_err(Some);
        let persistent = query.persistent();
        Self {
            sql: query.sql(),
            statement,
            arguments,
            persistent,
        }
    }

    /// Whether values come beside the text, so that none need be in it (DQ-5).
    ///
    /// A text put together with `format!` looks like any other, so no values means that there may be literals.
    fn is_parameterised(&self) -> bool {
        match &self.arguments {
            Ok(arguments) => arguments.as_ref().is_some_and(|values| values.len() > 0),
            Err(_) => true,
        }
    }

    /// The span of this query. Its text goes to the server with the span's trace, if that was asked for.
    pub(crate) fn operation(&mut self, facts: &Arc<Facts>) -> Operation {
        let mut operation = Operation::new(facts, self.start(facts));
        if !matches!(facts.options.comments, Comments::Off) && self.statement.is_none() {
            let sql = self.sql.as_str();
            if let Some(sql) = commented(sql, operation.begin(), &facts.options.comments) {
                // The text that has been recorded is as safe as it was, and a comment ends with itself.
                self.sql = AssertSqlSafe(sql).into_sql_str();
                self.persistent = false;
            }
        }
        operation
    }

    fn start(&self, facts: &Facts) -> Option<SpanStart> {
        let sql = self.sql.as_str();
        start(facts, sql, || {
            let text = if self.is_parameterised() {
                truncate(sql).into_owned()
            } else {
                sanitize(sql, facts.system)
            };
            (summarize(sql, facts.system), Some(text))
        })
    }
}

/// The span of a statement, which `describe` gives a summary and perhaps a text; `None` if it is filtered out.
pub(crate) fn start(
    facts: &Facts,
    statement: &str,
    describe: impl FnOnce() -> (String, Option<String>),
) -> Option<SpanStart> {
    let Options {
        filter, span_name, ..
    } = &facts.options;
    if filter.as_ref().is_some_and(|wanted| !wanted(statement)) {
        return None;
    }
    let (summary, text) = describe();
    let mut attributes = Vec::with_capacity(facts.attributes.len() + 2);
    attributes.extend_from_slice(&facts.attributes);
    let own_name = span_name.as_ref().and_then(|name| name(statement));
    let name = own_name.unwrap_or_else(|| match &*summary {
        "" => facts.fallback.clone().into(),
        summary => summary.to_owned().into(),
    });
    if !summary.is_empty() {
        attributes.push(KeyValue::new(DB_QUERY_SUMMARY, summary));
    }
    let text = text.filter(|text| !text.is_empty());
    attributes.extend(text.map(|text| KeyValue::new(DB_QUERY_TEXT, text)));
    let start = SpanStart::new(&SCOPE, name).kind(SpanKind::Client);
    Some(start.attributes(attributes))
}

impl<DB: Database> Execute<'_, DB> for Captured<DB> {
    fn sql(self) -> SqlStr {
        self.sql
    }

    fn statement(&self) -> Option<&DB::Statement> {
        self.statement.as_ref()
    }

    fn take_arguments(&mut self) -> Result<Option<DB::Arguments>, BoxDynError> {
        match &mut self.arguments {
            Ok(arguments) => Ok(arguments.take()),
            Err(error) => error.take().map_or(Ok(None), Err),
        }
    }

    fn persistent(&self) -> bool {
        self.persistent
    }
}

impl<DB: Database> fmt::Debug for Captured<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Captured")
            .field("sql", &self.sql)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use sqlx::Postgres;

    use super::*;

    #[test]
    fn db_5_a_sampler_sees_what_is_known_before_the_query_runs() {
        let options = "postgres://u@db.internal:5433/shop".parse().unwrap();
        let facts = Facts::new::<Postgres>(&options);
        let query = Captured::<Postgres>::new(sqlx::query("SELECT 1 FROM t"));
        let start = format!("{:?}", query.start(&facts).expect("wanted"));
        for key in [
            "db.system.name",
            "db.namespace",
            "db.query.summary",
            "db.query.text",
            "server.address",
            "server.port",
        ] {
            assert!(start.contains(key), "{key}: {start}");
        }
    }
}
