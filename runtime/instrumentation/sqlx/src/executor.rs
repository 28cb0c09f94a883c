//! sqlx's `Executor` on this crate's types: each method is sqlx's own, with a span around it.

use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use sqlx::{Describe, Either, Error, Execute, Executor, SqlStr};
use traced::semconv::db::summarize;

use crate::connection::Connection;
use crate::driver::Driver;
use crate::operation::{Operation, future, stream};
use crate::pool::Pool;
use crate::query::{Captured, start};

/// The methods of one implementation. `$lifetime` is the executor's, `$facts` and `$inner` are what is read from
/// `self`: sqlx's executor and what is known of its database.
macro_rules! methods {
    ($lifetime:lifetime, $this:ident, $facts:expr, $inner:expr) => {
        methods! { @query $lifetime, $this, $facts, $inner,
            execute: BoxFuture, future, DB::QueryResult, None;
            execute_many: BoxStream, stream, DB::QueryResult, None;
            fetch: BoxStream, stream, DB::Row, Some(|_| 1);
            fetch_many: BoxStream, stream, Either<DB::QueryResult, DB::Row>, Some(|item| i64::from(item.is_right()));
            fetch_all: BoxFuture, future, Vec<DB::Row>, Some(|rows| i64::try_from(rows.len()).unwrap_or(i64::MAX));
            fetch_one: BoxFuture, future, DB::Row, Some(|_| 1);
            fetch_optional: BoxFuture, future, Option<DB::Row>, Some(|row| i64::from(row.is_some()));
        }

        fn prepare_with<'e>(
            self,
            sql: SqlStr,
            parameters: &'e [DB::TypeInfo],
        ) -> BoxFuture<'e, Result<DB::Statement, Error>>
        where
            $lifetime: 'e,
        {
            let $this = self;
            let facts = $facts;
            let start = start(&facts, sql.as_str(), || {
                let summary = summarize(sql.as_str(), facts.system);
                (format!("PREPARE {summary}").trim_end().to_owned(), None)
            });
            let operation = Operation::new(&facts, start);
            future(operation, None, $inner.prepare_with(sql, parameters))
        }

        /// For sqlx's macros while they compile: no span.
        fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<DB>, Error>>
        where
            $lifetime: 'e,
        {
            let $this = self;
            $inner.describe(sql)
        }
    };
    (@query $lifetime:lifetime, $this:ident, $facts:expr, $inner:expr, $($name:ident: $boxed:ident, $wrap:ident, $item:ty, $rows:expr;)*) => {$(
        fn $name<'e, 'q: 'e, E>(self, query: E) -> $boxed<'e, Result<$item, Error>>
        where
            $lifetime: 'e,
            E: 'q + Execute<'q, DB>,
        {
            let $this = self;
            let facts = $facts;
            let mut query = Captured::new(query);
            let operation = query.operation(&facts);
            $wrap(operation, $rows, $inner.$name(query))
        }
    )*};
}

impl<'p, DB: Driver> Executor<'p> for &Pool<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    type Database = DB;

    methods!('p, pool, pool.facts().clone(), pool.inner());
}

impl<'t, DB: Driver> Executor<'t> for &'t mut Connection<'_, DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    type Database = DB;

    methods!('t, connection, connection.facts().clone(), connection.untraced());
}
