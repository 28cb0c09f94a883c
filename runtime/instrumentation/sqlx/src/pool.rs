//! The pool: sqlx's, with what is known of its database.

use std::sync::Arc;

use sqlx::{Error, SqlSafeStr};

use crate::connection::PoolConnection;
use crate::driver::{Driver, Facts};
use crate::options::Options;
use crate::transaction::{Level, Transaction, begin};

/// A pool of sqlx whose queries have spans; cloning shares it.
///
/// `&Pool` is an [`Executor`](sqlx::Executor). See the [crate's documentation](crate) for what is recorded.
#[derive(Debug)]
pub struct Pool<DB: Driver> {
    inner: sqlx::Pool<DB>,
    facts: Arc<Facts>,
}

impl<DB: Driver> Pool<DB> {
    /// Wraps a pool that was made with sqlx's own options.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")]
    /// # fn _example() -> Result<(), sqlx::Error> {
    /// let pool = sqlx::sqlite::SqlitePoolOptions::new()
    ///     .max_connections(4)
    ///     .connect_lazy("sqlite://orders.db")?;
    /// let pool = traced_sqlx::Pool::new(pool);
    /// # let _ = pool;
    /// # Ok(()) }
    /// ```
    pub fn new(pool: sqlx::Pool<DB>) -> Self {
        let facts = Facts::new::<DB>(&pool.connect_options());
        Self { inner: pool, facts }
    }

    /// The same pool with these options, in place of those it had.
    ///
    /// A product that is known already stays known if the options name none.
    pub fn with_options(mut self, options: Options) -> Self {
        Arc::make_mut(&mut self.facts).set_options(options);
        self
    }

    /// The same pool for one query whose values are to be recorded, as `db.query.parameter.0` and so on.
    ///
    /// Values are never recorded otherwise: they may be private, and sqlx has no way to read back what was bound.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")]
    /// # async fn _example(pool: traced_sqlx::Pool<sqlx::Sqlite>) -> Result<(), sqlx::Error> {
    /// let id = 7;
    /// sqlx::query("DELETE FROM items WHERE id = ?")
    ///     .bind(id)
    ///     .execute(&pool.with_parameters([id]))
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn with_parameters(&self, values: impl IntoIterator<Item = impl ToString>) -> Self {
        let mut pool = self.clone();
        Arc::make_mut(&mut pool.facts).add_parameters(values);
        pool
    }

    /// Makes a pool with sqlx's default options and opens one connection. This has no span.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Pool::connect`]: a malformed URL, or no connection.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        let pool = sqlx::Pool::connect(url).await.map(Self::new)?;
        Ok(match DB::product_of(url) {
            Some(product) => pool.with_options(Options::new().product(product)),
            None => pool,
        })
    }

    /// Takes a connection. Waiting for it has no span.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Pool::acquire`].
    pub async fn acquire(&self) -> Result<PoolConnection<DB>, Error> {
        let connection = self.inner.acquire().await?;
        Ok(PoolConnection::new(connection, Arc::clone(&self.facts)))
    }

    /// Takes a connection and begins a transaction on it, in one span.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Pool::begin`].
    pub async fn begin(&self) -> Result<Transaction<'static, DB>, Error> {
        begin(
            Arc::clone(&self.facts),
            Level::Transaction,
            None,
            self.inner.begin(),
        )
        .await
    }

    /// Takes a connection and begins a transaction with a statement of its own, such as `BEGIN IMMEDIATE`.
    ///
    /// # Errors
    ///
    /// As [`sqlx::Pool::begin_with`].
    pub async fn begin_with(
        &self,
        statement: impl SqlSafeStr,
    ) -> Result<Transaction<'static, DB>, Error> {
        let statement = statement.into_sql_str();
        let text = statement.as_str().to_owned();
        let beginning = self.inner.begin_with(statement);
        begin(
            Arc::clone(&self.facts),
            Level::Transaction,
            Some(text),
            beginning,
        )
        .await
    }

    /// Closes the pool, as [`sqlx::Pool::close`].
    pub async fn close(&self) {
        self.inner.close().await;
    }

    /// sqlx's own pool: what runs on it has no spans. For migrations, statistics and options.
    pub fn untraced(&self) -> &sqlx::Pool<DB> {
        &self.inner
    }

    pub(crate) fn inner(&self) -> &sqlx::Pool<DB> {
        &self.inner
    }

    pub(crate) fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }
}

impl<DB: Driver> Clone for Pool<DB> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            facts: Arc::clone(&self.facts),
        }
    }
}

impl<DB: Driver> From<sqlx::Pool<DB>> for Pool<DB> {
    fn from(pool: sqlx::Pool<DB>) -> Self {
        Self::new(pool)
    }
}
