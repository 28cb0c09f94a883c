//! SQL spans on SQLite, in memory and in a file; and on real servers, where there are some.

mod database;
mod errors;
mod executors;
mod macros;
mod mysql;
mod odd;
mod options;
mod postgres;
mod servers;
mod streams;
mod text;
mod transactions;
