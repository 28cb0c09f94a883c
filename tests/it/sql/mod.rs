//! SQL spans on SQLite: in memory, and in a file.

mod database;
mod errors;
mod executors;
mod streams;
mod text;
mod transactions;
