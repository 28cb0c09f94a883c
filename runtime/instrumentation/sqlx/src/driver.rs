//! What this crate has to know of a database, and what it keeps of it for every query.

use std::sync::Arc;

use sqlx::error::DatabaseError;
use sqlx::{Connection, Database};
use traced::opentelemetry::KeyValue;
use traced::semconv::attribute::{SERVER_ADDRESS, SERVER_PORT};
use traced::semconv::db::{DB_NAMESPACE, DB_SYSTEM_NAME, System};

/// A database that sqlx has a driver for.
///
/// Implemented here for those that a feature names; another driver needs only this.
pub trait Driver: Database {
    /// The product, where the driver knows more than one of them: what the options say.
    fn system(options: &<Self::Connection as Connection>::Options) -> System;

    /// Where the options lead.
    fn endpoint(options: &<Self::Connection as Connection>::Options) -> Endpoint;

    /// The value of `db.response.status_code`: the most specific code of an error.
    fn status_code(error: &dyn DatabaseError) -> Option<String> {
        error.code().map(std::borrow::Cow::into_owned)
    }
}

/// Where a connection leads, as far as it has been told without asking the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// The value of `db.namespace`.
    pub namespace: Option<String>,
    /// The value of `server.address`.
    pub address: Option<String>,
    /// The server's port; recorded if it is not the product's default.
    pub port: Option<u16>,
}

/// What every span of one pool has in common.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) system: System,
    pub(crate) attributes: Vec<KeyValue>,
    /// The name of a span that has no summary (DB-2).
    pub(crate) fallback: String,
    pub(crate) status_code: fn(&dyn DatabaseError) -> Option<String>,
}

impl Facts {
    pub(crate) fn new<DB: Driver>(options: &<DB::Connection as Connection>::Options) -> Arc<Self> {
        let system = DB::system(options);
        let Endpoint {
            namespace,
            address,
            port,
        } = DB::endpoint(options);
        let server = match (&address, port) {
            (Some(address), Some(port)) => Some(format!("{address}:{port}")),
            _ => address.clone(),
        };
        let fallback = namespace.clone().or(server);
        let mut attributes = vec![KeyValue::new(DB_SYSTEM_NAME, system.name())];
        attributes.extend(namespace.map(|namespace| KeyValue::new(DB_NAMESPACE, namespace)));
        if let Some(address) = address {
            attributes.push(KeyValue::new(SERVER_ADDRESS, address));
            let port = port.filter(|port| Some(*port) != system.default_port());
            attributes.extend(port.map(|port| KeyValue::new(SERVER_PORT, i64::from(port))));
        }
        Arc::new(Self {
            system,
            attributes,
            fallback: fallback.unwrap_or_else(|| system.name().to_owned()),
            status_code: DB::status_code,
        })
    }
}
