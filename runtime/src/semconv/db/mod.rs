//! Database calls as the database conventions describe them: the name, the text, the status.
//!
//! Source: <https://opentelemetry.io/docs/specs/semconv/db/sql/>, version 1.44 (stable).

mod lexer;
mod sanitize;
mod summary;
mod system;

pub use sanitize::{MAX_TEXT, sanitize, truncate};
pub use summary::{MAX_SUMMARY, summarize};
pub use system::System;

/// The number of statements of a batch; never on a single statement.
pub const DB_OPERATION_BATCH_SIZE: &str = "db.operation.batch.size";
/// The database within the server, from general to specific, joined by `|`.
pub const DB_NAMESPACE: &str = "db.namespace";
/// A value that was bound to a query, by its name or its index from 0; only on demand, for values may be private.
pub const DB_QUERY_PARAMETER: &str = "db.query.parameter.";
/// Operations and targets of a query, without any value: what the span is named after.
pub const DB_QUERY_SUMMARY: &str = "db.query.summary";
/// The text of the query.
pub const DB_QUERY_TEXT: &str = "db.query.text";
/// The most specific code of an error, as a string.
pub const DB_RESPONSE_STATUS_CODE: &str = "db.response.status_code";
/// The number of rows that the caller was given; only on demand.
pub const DB_RESPONSE_RETURNED_ROWS: &str = "db.response.returned_rows";
/// Which database product the driver speaks to.
pub const DB_SYSTEM_NAME: &str = "db.system.name";

#[cfg(test)]
mod tests;
