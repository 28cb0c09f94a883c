//! Where orders are kept: in memory, or in the PostgreSQL that `DATABASE_URL` names.

use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Postgres, Sqlite};
use traced_sqlx::Pool;

#[derive(Clone)]
pub(super) enum Database {
    Sqlite(Pool<Sqlite>),
    Postgres(Pool<Postgres>),
}

/// What both databases understand, each with its own types.
macro_rules! save {
    ($pool:expr, $customer:expr, $sku:expr, $quantity:expr) => {{
        let mut tx = $pool.begin().await?;
        let number: i64 =
            sqlx::query_scalar("INSERT INTO orders (customer) VALUES ($1) RETURNING id")
                .bind($customer)
                .fetch_one(&mut *tx)
                .await?;
        sqlx::query("INSERT INTO items (order_id, sku, quantity) VALUES ($1, $2, $3)")
            .bind(number)
            .bind($sku)
            .bind(i64::from($quantity))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(number)
    }};
}

impl Database {
    pub(super) async fn open() -> Result<Self, sqlx::Error> {
        match std::env::var("DATABASE_URL") {
            Ok(url) if url.starts_with("postgres") => Self::postgres(&url).await,
            _ => Self::sqlite().await,
        }
    }

    /// One connection, for the database lives in its memory.
    async fn sqlite() -> Result<Self, sqlx::Error> {
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(SqliteConnectOptions::new().in_memory(true))
            .await?;
        let sql = "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL);
                   CREATE TABLE items (order_id INTEGER NOT NULL, sku TEXT, quantity INTEGER)";
        sqlx::raw_sql(sql).execute(&pool).await?;
        Ok(Self::Sqlite(Pool::new(pool)))
    }

    /// One connection, for the tables are its own: nothing is left behind.
    async fn postgres(url: &str) -> Result<Self, sqlx::Error> {
        let pool = PgPoolOptions::new().max_connections(1).connect(url).await?;
        let sql = "CREATE TEMP TABLE orders (id BIGSERIAL PRIMARY KEY, customer TEXT NOT NULL);
                   CREATE TEMP TABLE items (order_id BIGINT NOT NULL, sku TEXT, quantity BIGINT)";
        sqlx::raw_sql(sql).execute(&pool).await?;
        Ok(Self::Postgres(Pool::new(pool)))
    }

    /// Saves an order with its one item; its number.
    pub(super) async fn save(
        &self,
        customer: &str,
        sku: &str,
        quantity: u32,
    ) -> Result<i64, sqlx::Error> {
        match self {
            Self::Sqlite(pool) => save!(pool, customer, sku, quantity),
            Self::Postgres(pool) => save!(pool, customer, sku, quantity),
        }
    }
}
