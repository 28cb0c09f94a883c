//! What the status code of a span's own protocol says of the span's status.
//!
//! Sources: semantic conventions 1.44.0, `docs/http/http-spans.md` "Status", `docs/rpc/grpc.md`,
//! `docs/database/{postgresql,mysql,mariadb}.md` "Status"; for the others `docs/database/sql.md`.

use super::values::{Values, renamed_later};

/// What follows from the values of a span's attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    Open,
    /// The operation failed: the code under that key is an error for this side.
    Failed(&'static str, String),
    /// That code is no error for this side. It may have failed for another reason.
    Fine(&'static str, String),
}

const HTTP: &str = "http.response.status_code";
const RPC: &str = "rpc.response.status_code";
const DATABASE: &str = "db.response.status_code";

pub(super) fn open(_: &Values<'_>) -> Outcome {
    Outcome::Open
}

pub(super) fn http_server(value: &Values<'_>) -> Outcome {
    of_code(value, HTTP, |code| is_http_error(code, 500))
}

pub(super) fn http_client(value: &Values<'_>) -> Outcome {
    of_code(value, HTTP, |code| is_http_error(code, 400))
}

/// A code that cannot be interpreted is an error on either side.
fn is_http_error(code: &str, from: u16) -> bool {
    code.parse()
        .map_or(true, |code: u16| code < 100 || code >= from)
}

pub(super) fn rpc_client(value: &Values<'_>) -> Outcome {
    if is_grpc(value) {
        of_code(value, RPC, |code| code != "OK")
    } else {
        Outcome::Open
    }
}

/// Of a server only what it did wrong itself is an error.
pub(super) fn rpc_server(value: &Values<'_>) -> Outcome {
    const ERRORS: &[&str] = &[
        "UNKNOWN",
        "DEADLINE_EXCEEDED",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
    ];
    if is_grpc(value) {
        of_code(value, RPC, |code| ERRORS.contains(&code))
    } else {
        Outcome::Open
    }
}

fn is_grpc(value: &Values<'_>) -> bool {
    value("rpc.system.name").as_deref() == Some("grpc")
}

/// SQLSTATE has classes that are no errors; other systems give no code but for an error.
pub(super) fn database(value: &Values<'_>) -> Outcome {
    let sqlstate_is_error =
        |code: &str| code.len() != 5 || !(code.starts_with("00") || code.starts_with("01"));
    match value("db.system.name").as_deref() {
        Some("postgresql" | "mariadb") => of_code(value, DATABASE, sqlstate_is_error),
        Some("mysql" | "sqlite") => of_code(value, DATABASE, |_| true),
        _ => Outcome::Open,
    }
}

fn of_code(value: &Values<'_>, key: &'static str, is_error: impl FnOnce(&str) -> bool) -> Outcome {
    let later = renamed_later(key);
    match value(key).or_else(|| value(later?)) {
        None => Outcome::Open,
        Some(code) if is_error(&code) => Outcome::Failed(key, code),
        Some(code) => Outcome::Fine(key, code),
    }
}
