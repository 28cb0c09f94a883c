//! A transaction, and the spans of its beginning and its end (DB-8).

use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::{Connection as _, Error, SqlSafeStr};
use traced::context;
use traced::semconv::db::{sanitize, summarize};
use traced::span::SpanStart;

use crate::connection::{Connection, Raw};
use crate::driver::{Driver, Facts};
use crate::operation::{Operation, future};
use crate::query::start;

/// A transaction, or a savepoint inside of one; rolled back when it is dropped open.
#[derive(Debug)]
pub struct Transaction<'c, DB: Driver> {
    // Dropped in this order: sqlx queues its rollback, then that is recorded.
    connection: Connection<'c, DB>,
    open: Open,
}

/// What a transaction is called by the statements that begin and end it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Level {
    Transaction,
    Savepoint,
}

impl Level {
    fn begin(self) -> &'static str {
        match self {
            Self::Transaction => "BEGIN",
            Self::Savepoint => "SAVEPOINT",
        }
    }

    fn commit(self) -> &'static str {
        match self {
            Self::Transaction => "COMMIT",
            Self::Savepoint => "RELEASE SAVEPOINT",
        }
    }

    fn rollback(self) -> &'static str {
        match self {
            Self::Transaction => "ROLLBACK",
            Self::Savepoint => "ROLLBACK TO SAVEPOINT",
        }
    }
}

/// Records the rollback of a transaction that nobody ended.
#[derive(Debug)]
struct Open {
    facts: Arc<Facts>,
    level: Level,
    /// Where it began: the trace of a rollback that happens outside of any.
    begun: context::Context,
    armed: bool,
}

impl Drop for Open {
    fn drop(&mut self) {
        if self.armed {
            let start = unaided(&self.facts, self.level.rollback());
            if let Some(start) = start {
                start.called_in(&self.begun).start().cancel();
            }
        }
    }
}

/// The span of a statement that sqlx writes itself.
fn unaided(facts: &Facts, statement: &'static str) -> Option<SpanStart> {
    start(facts, statement, || (statement.to_owned(), None))
}

/// Runs sqlx's `beginning` in its span. `text` is the statement, if the caller chose it.
pub(crate) async fn begin<'c, DB: Driver>(
    facts: Arc<Facts>,
    level: Level,
    text: Option<String>,
    beginning: impl Future<Output = Result<sqlx::Transaction<'c, DB>, Error>> + Send,
) -> Result<Transaction<'c, DB>, Error> {
    let begun = context::current();
    let start = match text {
        Some(sql) => start(&facts, &sql, || {
            let text = sanitize(&sql, facts.system);
            (summarize(&sql, facts.system), Some(text))
        }),
        None => unaided(&facts, level.begin()),
    };
    let raw = future(Operation::new(&facts, start), None, Box::pin(beginning)).await?;
    Ok(Transaction {
        connection: Connection::new(Raw::Transaction(raw), Arc::clone(&facts)),
        open: Open {
            facts,
            level,
            begun,
            armed: true,
        },
    })
}

impl<DB: Driver> Connection<'_, DB> {
    /// Begins a transaction or, inside of one, a savepoint.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Connection::begin`].
    pub async fn begin(&mut self) -> Result<Transaction<'_, DB>, Error> {
        let (facts, level) = (self.facts().clone(), self.next_level());
        begin(facts, level, None, self.untraced().begin()).await
    }

    /// Begins a transaction with a statement of its own, such as `BEGIN IMMEDIATE`.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Connection::begin_with`].
    pub async fn begin_with(
        &mut self,
        statement: impl SqlSafeStr,
    ) -> Result<Transaction<'_, DB>, Error> {
        let (facts, level) = (self.facts().clone(), self.next_level());
        let statement = statement.into_sql_str();
        let text = statement.as_str().to_owned();
        begin(
            facts,
            level,
            Some(text),
            self.untraced().begin_with(statement),
        )
        .await
    }

    fn next_level(&mut self) -> Level {
        if self.untraced().is_in_transaction() {
            Level::Savepoint
        } else {
            Level::Transaction
        }
    }
}

impl<'c, DB: Driver> Transaction<'c, DB> {
    /// Commits the transaction, or releases the savepoint.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Transaction::commit`].
    pub async fn commit(self) -> Result<(), Error> {
        let (raw, open) = self.end();
        let start = unaided(&open.facts, open.level.commit());
        let operation = Operation::new(&open.facts, start);
        future(operation, None, Box::pin(raw.commit())).await
    }

    /// Rolls the transaction back, or back to the savepoint.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Transaction::rollback`].
    pub async fn rollback(self) -> Result<(), Error> {
        let (raw, open) = self.end();
        let start = unaided(&open.facts, open.level.rollback());
        let operation = Operation::new(&open.facts, start);
        future(operation, None, Box::pin(raw.rollback())).await
    }

    fn end(self) -> (sqlx::Transaction<'c, DB>, Open) {
        let Self {
            connection,
            mut open,
        } = self;
        open.armed = false;
        match connection.into_raw() {
            Raw::Transaction(raw) => (raw, open),
            Raw::Pooled(_) | Raw::Borrowed(_) => unreachable!("`begin` made it of a transaction"),
        }
    }
}

impl<'c, DB: Driver> Deref for Transaction<'c, DB> {
    type Target = Connection<'c, DB>;

    fn deref(&self) -> &Connection<'c, DB> {
        &self.connection
    }
}

impl<'c, DB: Driver> DerefMut for Transaction<'c, DB> {
    fn deref_mut(&mut self) -> &mut Connection<'c, DB> {
        &mut self.connection
    }
}
