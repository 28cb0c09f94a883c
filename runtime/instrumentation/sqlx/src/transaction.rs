//! A transaction, and the spans of its beginning and its end (DB-8).

use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::Error;
use traced::context;
use traced::semconv::db::{sanitize, summarize};

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
            start(&self.facts, self.level.rollback().to_owned(), None)
                .called_in(&self.begun)
                .start()
                .cancel();
        }
    }
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
        Some(sql) => start(
            &facts,
            summarize(&sql, facts.system),
            Some(sanitize(&sql, facts.system)),
        ),
        None => start(&facts, level.begin().to_owned(), None),
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

impl<'c, DB: Driver> Transaction<'c, DB> {
    /// Commits the transaction, or releases the savepoint.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Transaction::commit`].
    pub async fn commit(self) -> Result<(), Error> {
        let (raw, open) = self.end();
        let start = start(&open.facts, open.level.commit().to_owned(), None);
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
        let start = start(&open.facts, open.level.rollback().to_owned(), None);
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
