//! What this crate has to know of a database, and what it keeps of it for every query.

use std::sync::Arc;

use sqlx::error::DatabaseError;
use sqlx::{Connection, Database};
use traced::opentelemetry::KeyValue;
use traced::semconv::attribute::{SERVER_ADDRESS, SERVER_PORT};
use traced::semconv::db::{DB_NAMESPACE, DB_QUERY_PARAMETER, DB_SYSTEM_NAME, System, truncate};

use crate::options::Options;

/// A database that sqlx has a driver for.
///
/// Implemented here for those that a feature names; another driver needs only this.
pub trait Driver: Database {
    /// The product, where the driver knows more than one of them: what the options say.
    fn system(options: &<Self::Connection as Connection>::Options) -> System;

    /// Where the options lead.
    fn endpoint(options: &<Self::Connection as Connection>::Options) -> Endpoint;

    /// The product, where the scheme of a URL says more than the options that are made of it.
    fn product_of(_url: &str) -> Option<System> {
        None
    }

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
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) system: System,
    pub(crate) attributes: Vec<KeyValue>,
    /// The name of a span that has no summary (DB-2).
    pub(crate) fallback: String,
    pub(crate) status_code: fn(&dyn DatabaseError) -> Option<String>,
    pub(crate) options: Options,
    endpoint: Endpoint,
}

impl Facts {
    pub(crate) fn new<DB: Driver>(options: &<DB::Connection as Connection>::Options) -> Arc<Self> {
        let mut facts = Self {
            system: DB::system(options),
            attributes: Vec::new(),
            fallback: String::new(),
            status_code: DB::status_code,
            options: Options::default(),
            endpoint: DB::endpoint(options),
        };
        facts.describe();
        Arc::new(facts)
    }

    pub(crate) fn set_options(&mut self, options: Options) {
        self.system = options.product.unwrap_or(self.system);
        self.options = options;
        self.describe();
    }

    /// Adds the values of a query's parameters, in their order.
    pub(crate) fn add_parameters(&mut self, values: impl IntoIterator<Item = impl ToString>) {
        let values = values.into_iter().enumerate();
        self.attributes.extend(values.map(|(at, value)| {
            KeyValue::new(
                format!("{DB_QUERY_PARAMETER}{at}"),
                truncate(&value.to_string()).into_owned(),
            )
        }));
    }

    fn describe(&mut self) {
        let Endpoint {
            namespace,
            address,
            port,
        } = self.endpoint.clone();
        let server = match (&address, port) {
            (Some(address), Some(port)) => Some(format!("{address}:{port}")),
            _ => address.clone(),
        };
        let fallback = namespace.clone().or(server);
        self.fallback = fallback.unwrap_or_else(|| self.system.name().to_owned());
        let attributes = &mut self.attributes;
        attributes.clear();
        attributes.push(KeyValue::new(DB_SYSTEM_NAME, self.system.name()));
        attributes.extend(namespace.map(|namespace| KeyValue::new(DB_NAMESPACE, namespace)));
        if let Some(address) = address {
            attributes.push(KeyValue::new(SERVER_ADDRESS, address));
            let port = port.filter(|port| Some(*port) != self.system.default_port());
            attributes.extend(port.map(|port| KeyValue::new(SERVER_PORT, i64::from(port))));
        }
        attributes.extend_from_slice(&self.options.attributes);
    }
}
