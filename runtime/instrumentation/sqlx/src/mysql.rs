//! MySQL and MariaDB, which share sqlx's driver.

use sqlx::MySql;
use sqlx::error::DatabaseError;
use sqlx::mysql::{MySqlConnectOptions, MySqlDatabaseError};
use traced::semconv::db::System;

use crate::driver::{Driver, Endpoint};

impl Driver for MySql {
    fn system(_: &MySqlConnectOptions) -> System {
        System::Mysql
    }

    fn product_of(url: &str) -> Option<System> {
        url.starts_with("mariadb:").then_some(System::Mariadb)
    }

    fn endpoint(options: &MySqlConnectOptions) -> Endpoint {
        let socket = options.get_socket();
        Endpoint {
            namespace: options.get_database().map(str::to_owned),
            address: Some(socket.map_or_else(
                || options.get_host().to_owned(),
                |socket| socket.to_string_lossy().into_owned(),
            )),
            port: socket.is_none().then(|| options.get_port()),
        }
    }

    /// The vendor's number, `1062`: an SQLSTATE such as `23000` stands for many of them.
    fn status_code(error: &dyn DatabaseError) -> Option<String> {
        match error.try_downcast_ref::<MySqlDatabaseError>() {
            Some(error) => Some(error.number().to_string()),
            None => error.code().map(std::borrow::Cow::into_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn db_3_the_namespace_is_the_database() {
        let at = MySql::endpoint(&"mysql://u@db.internal:3307/shop".parse().unwrap());
        assert_eq!(at.namespace.as_deref(), Some("shop"));
        assert_eq!(
            (at.address.as_deref(), at.port),
            (Some("db.internal"), Some(3307))
        );
        let at = MySql::endpoint(&"mysql://u@h?socket=/run/mysqld.sock".parse().unwrap());
        assert_eq!(at.namespace, None);
        assert_eq!(
            (at.address.as_deref(), at.port),
            (Some("/run/mysqld.sock"), None)
        );
    }

    #[test]
    fn the_product_is_read_from_the_url_s_scheme() {
        assert_eq!(MySql::product_of("mariadb://h/d"), Some(System::Mariadb));
        assert_eq!(MySql::product_of("mysql://h/d"), None);
    }
}
