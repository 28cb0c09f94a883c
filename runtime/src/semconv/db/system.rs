//! What differs from one database product to the next.

/// A database product, as the driver sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum System {
    /// SQLite. The conventions have no page for it; `sqlite` is a member of the registry in development.
    Sqlite,
    /// PostgreSQL, and whatever speaks its protocol.
    Postgresql,
    /// MySQL.
    Mysql,
    /// MariaDB.
    Mariadb,
}

impl System {
    /// The value of `db.system.name`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgresql => "postgresql",
            Self::Mysql => "mysql",
            Self::Mariadb => "mariadb",
        }
    }

    /// The port that `server.port` leaves unsaid; `None` for a database without a server.
    pub fn default_port(self) -> Option<u16> {
        match self {
            Self::Sqlite => None,
            Self::Postgresql => Some(5432),
            Self::Mysql | Self::Mariadb => Some(3306),
        }
    }

    /// Whether a `db.response.status_code` says that the operation failed (DB-3).
    ///
    /// PostgreSQL and MariaDB report SQLSTATE, whose classes `00` and `01` are success and warning. A MariaDB vendor
    /// number (not five characters long) is an error, as is every code of MySQL and of SQLite.
    pub fn is_error(self, code: &str) -> bool {
        match self {
            Self::Sqlite | Self::Mysql => true,
            Self::Postgresql | Self::Mariadb => {
                code.len() != 5 || !(code.starts_with("00") || code.starts_with("01"))
            }
        }
    }

    pub(super) fn backslash_escapes(self) -> bool {
        matches!(self, Self::Mysql | Self::Mariadb)
    }

    pub(super) fn double_quotes_strings(self) -> bool {
        matches!(self, Self::Mysql | Self::Mariadb)
    }

    pub(super) fn dollar_quotes(self) -> bool {
        matches!(self, Self::Postgresql)
    }

    pub(super) fn backtick_identifiers(self) -> bool {
        !matches!(self, Self::Postgresql)
    }

    pub(super) fn bracket_identifiers(self) -> bool {
        matches!(self, Self::Sqlite)
    }

    pub(super) fn hash_comments(self) -> bool {
        matches!(self, Self::Mysql | Self::Mariadb)
    }

    pub(super) fn nested_comments(self) -> bool {
        matches!(self, Self::Postgresql)
    }
}
