//! A connection, from a pool or inside a transaction.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::Database;

use crate::driver::{Driver, Facts};
use crate::options::Options;

/// One connection; `&mut Connection` is an [`Executor`](sqlx::Executor) with spans.
///
/// Take this in functions that run several queries in a row: `&mut *tx` of a [`Transaction`](crate::Transaction) and `&mut *conn` of a
/// [`PoolConnection`] give it.
pub struct Connection<'c, DB: Driver> {
    raw: Raw<'c, DB>,
    facts: Arc<Facts>,
}

pub(crate) enum Raw<'c, DB: Database> {
    Pooled(sqlx::pool::PoolConnection<DB>),
    Transaction(sqlx::Transaction<'c, DB>),
    Borrowed(&'c mut DB::Connection),
}

impl<'c, DB: Driver> Connection<'c, DB> {
    /// Gives the queries on a connection of sqlx spans; `options` are those that it was made with.
    pub fn over(
        connection: &'c mut DB::Connection,
        options: &<DB::Connection as sqlx::Connection>::Options,
    ) -> Self {
        Self {
            raw: Raw::Borrowed(connection),
            facts: Facts::new::<DB>(options),
        }
    }

    /// The same connection with these options, in place of those it had.
    pub fn with_options(mut self, options: Options) -> Self {
        Arc::make_mut(&mut self.facts).set_options(options);
        self
    }

    /// This connection for one query whose values are to be recorded; see
    /// [`Pool::with_parameters`](crate::Pool::with_parameters).
    pub fn with_parameters(
        &mut self,
        values: impl IntoIterator<Item = impl ToString>,
    ) -> Connection<'_, DB> {
        let mut facts = Arc::clone(&self.facts);
        Arc::make_mut(&mut facts).add_parameters(values);
        Connection::new(Raw::Borrowed(self.untraced()), facts)
    }

    pub(crate) fn new(raw: Raw<'c, DB>, facts: Arc<Facts>) -> Self {
        Self { raw, facts }
    }

    pub(crate) fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    pub(crate) fn into_raw(self) -> Raw<'c, DB> {
        self.raw
    }

    /// sqlx's own connection: what runs on it has no spans.
    pub fn untraced(&mut self) -> &mut DB::Connection {
        match &mut self.raw {
            Raw::Pooled(connection) => connection,
            Raw::Transaction(transaction) => transaction,
            Raw::Borrowed(connection) => connection,
        }
    }
}

impl<DB: Driver> fmt::Debug for Connection<'_, DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

/// A connection that goes back to its pool when it is dropped; made by [`Pool::acquire`](crate::Pool::acquire).
#[derive(Debug)]
pub struct PoolConnection<DB: Driver>(Connection<'static, DB>);

impl<DB: Driver> PoolConnection<DB> {
    /// The same connection with these options, in place of those it had.
    pub fn with_options(self, options: Options) -> Self {
        Self(self.0.with_options(options))
    }

    pub(crate) fn new(raw: sqlx::pool::PoolConnection<DB>, facts: Arc<Facts>) -> Self {
        Self(Connection::new(Raw::Pooled(raw), facts))
    }
}

impl<DB: Driver> Deref for PoolConnection<DB> {
    type Target = Connection<'static, DB>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<DB: Driver> DerefMut for PoolConnection<DB> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}
