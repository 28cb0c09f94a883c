//! SQLite: in this process, without a server.

use sqlx::Sqlite;
use sqlx::sqlite::SqliteConnectOptions;
use traced::semconv::db::System;

use crate::driver::{Driver, Endpoint};

impl Driver for Sqlite {
    fn system(_: &SqliteConnectOptions) -> System {
        System::Sqlite
    }

    /// The file's name without its folders, which say more about the machine than about the database; `:memory:` for
    /// a database that has no file.
    fn endpoint(options: &SqliteConnectOptions) -> Endpoint {
        let path = options.get_filename();
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy();
        let in_memory =
            name.is_empty() || name == ":memory:" || name.starts_with("file:sqlx-in-memory-");
        Endpoint {
            namespace: Some(if in_memory {
                ":memory:".to_owned()
            } else {
                name.into_owned()
            }),
            ..Endpoint::default()
        }
    }
}
