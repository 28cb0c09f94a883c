//! Client spans for [sqlx], as OpenTelemetry's database conventions say.
//!
//! [`Pool`] wraps a pool of sqlx; what it hands out runs queries as sqlx's own types do.
//!
//! ```
//! # #[cfg(feature = "sqlite")]
//! # async fn _example() -> Result<(), sqlx::Error> {
//! use traced_sqlx::Pool;
//!
//! let pool: Pool<sqlx::Sqlite> = Pool::connect("sqlite::memory:").await?;
//! let mut tx = pool.begin().await?;
//! sqlx::query("UPDATE items SET stock = stock - ? WHERE id = ?")
//!     .bind(2)
//!     .bind("anvil")
//!     .execute(&mut *tx)
//!     .await?;
//! tx.commit().await?;
//! let left: i64 = sqlx::query_scalar("SELECT stock FROM items WHERE id = ?")
//!     .bind("anvil")
//!     .fetch_one(&pool)
//!     .await?;
//! # let _ = left;
//! # Ok(()) }
//! ```
//!
//! # Spans
//!
//! | call | span (kind `CLIENT`) |
//! |---|---|
//! | a query in any way that sqlx runs it | named after its summary, `UPDATE items`; from the first poll to the result, the last row, the error or the drop |
//! | `begin`, `commit`, `rollback` | `BEGIN`, `COMMIT`, `ROLLBACK`; inside a transaction `SAVEPOINT`, `RELEASE SAVEPOINT`, `ROLLBACK TO SAVEPOINT` |
//! | a transaction dropped open | `ROLLBACK` with `traced.cancelled`: the driver queues the statement, so the span has no length |
//! | `prepare` | `PREPARE` and the query's summary |
//! | waiting for a connection | none of its own: on the pool it is part of the query's, or of `BEGIN` |
//!
//! # Attributes
//!
//! `db.system.name`, `db.namespace` (as connected), `server.address` and `server.port` where there is a server,
//! `db.query.summary`, and `db.query.text`: as it is, if values are bound to it; else every literal in it is replaced
//! by `?`, for then values may stand in the text itself.
//!
//! A failed query has the database's own code as `db.response.status_code` and `error.type`; without one, `error.type`
//! is the variant of [`sqlx::Error`]: `RowNotFound`, `PoolTimedOut`. A query that is given up, or a stream that is
//! dropped before its end, has `traced.cancelled` and no error.
//!
//! [`Options`] add the number of rows and the trace as a comment in the query's text; [`Pool::with_parameters`] adds the
//! values of one query.
//!
//! # Limits
//!
//! - Values are recorded where you name them again, for sqlx cannot read back what was bound.
//! - MySQL and MariaDB share a driver that does not tell them apart: see [`Options::product`].
//! - `query_as(..).fetch_one(..)`, `query_scalar` and `map` ask the executor for an optional row and make their
//!   `RowNotFound` of it above this crate; so is decoding a row above it. Those errors are not on the query's span.
//! - A literal in a text that also has values bound to it is recorded: the conventions take such a text for
//!   parameterised.
//! - sqlx's [`Acquire`](sqlx::Acquire) is not implemented: it hands out sqlx's own transactions, whose queries would
//!   have no spans. [`Pool::begin`] and [`Connection::begin`] take its place.
#![forbid(unsafe_code)]

mod comment;
mod connection;
mod driver;
mod executor;
mod operation;
mod options;
mod pool;
mod query;
mod transaction;

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use connection::{Connection, PoolConnection};
pub use driver::{Driver, Endpoint};
pub use options::Options;
pub use pool::Pool;
pub use transaction::Transaction;

static SCOPE: traced::span::Scope =
    traced::span::Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
