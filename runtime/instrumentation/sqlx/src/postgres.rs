//! PostgreSQL, and whatever speaks its protocol.

use sqlx::Postgres;
use sqlx::postgres::PgConnectOptions;
use traced::semconv::db::System;

use crate::driver::{Driver, Endpoint};

impl Driver for Postgres {
    fn system(_: &PgConnectOptions) -> System {
        System::Postgresql
    }

    /// `{database}|{schema}`, where the schema is the first of a `search_path` that the options set; one that a
    /// session sets later is not seen. A database that nobody named is called like the user, as the server does it.
    fn endpoint(options: &PgConnectOptions) -> Endpoint {
        let user = options.get_username();
        let database = options.get_database().unwrap_or(user);
        let schema = options
            .get_options()
            .and_then(|options| schema(options, user));
        let namespace = match schema {
            Some(schema) => format!("{database}|{schema}"),
            None => database.to_owned(),
        };
        let host = options.get_host();
        let socket = options.get_socket();
        let is_socket = socket.is_some() || host.starts_with('/');
        Endpoint {
            namespace: Some(namespace).filter(|namespace| !namespace.is_empty()),
            address: Some(socket.map_or_else(
                || host.to_owned(),
                |socket| socket.to_string_lossy().into_owned(),
            )),
            port: (!is_socket).then(|| options.get_port()),
        }
    }
}

/// The first schema of `-c search_path=…`; `"$user"` stands for the user.
fn schema<'a>(options: &'a str, user: &'a str) -> Option<&'a str> {
    let (_, path) = options.rsplit_once("search_path=")?;
    let first = path.split([',', ' ', '\\']).next()?.trim_matches('"');
    match first {
        "" => None,
        "$user" => Some(user),
        name => Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: &str) -> Endpoint {
        Postgres::endpoint(&url.parse().unwrap())
    }

    #[test]
    fn db_3_the_namespace_is_the_database_and_the_schema() {
        for (url, namespace) in [
            ("postgres://u@h/shop", "shop"),
            ("postgres://u@h", "u"),
            (
                "postgres://u@h/shop?options=-c%20search_path=sales,public",
                "shop|sales",
            ),
            (
                "postgres://u@h/shop?options[search_path]=%22$user%22,public",
                "shop|u",
            ),
            (
                "postgres://u@h/shop?options=-c%20search_path=sales%20-c%20geqo=off",
                "shop|sales",
            ),
            ("postgres://u@h/shop?options=-c%20geqo=off", "shop"),
        ] {
            assert_eq!(endpoint(url).namespace.as_deref(), Some(namespace), "{url}");
        }
    }

    #[test]
    fn a_socket_has_no_port() {
        let at = endpoint("postgres://u@db.internal:5433/shop");
        assert_eq!(
            (at.address.as_deref(), at.port),
            (Some("db.internal"), Some(5433))
        );
        let at = endpoint("postgres://u@localhost/shop?host=/run/postgresql");
        assert_eq!(
            (at.address.as_deref(), at.port),
            (Some("/run/postgresql"), None)
        );
    }
}
