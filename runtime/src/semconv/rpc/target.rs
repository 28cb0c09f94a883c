//! The server that a channel was configured for, read out of its target string.

use crate::semconv::network::plain_host_port;
use opentelemetry::StringValue;
use std::sync::Arc;

/// `server.address` and `server.port` of a channel: what it was told, not whom it reached (RS-7).
///
/// Cloning is cheap: a layer keeps one and every call's span shares its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    address: Arc<str>,
    port: Option<u16>,
}

impl Target {
    /// Reads a [gRPC target](https://github.com/grpc/grpc/blob/master/doc/naming.md), a URI as tonic's endpoints take
    /// it, or a plain `host:port`.
    ///
    /// Never fails: a target in which no single host can be found (`zk://…`, `ipv4:a:1,b:2`) is the address itself,
    /// without a port.
    pub fn parse(target: &str) -> Self {
        let Some((scheme, rest)) = target.split_once(':') else {
            return Self::new(target, None);
        };
        let hierarchical = rest.strip_prefix("//");
        match scheme {
            "http" | "https" => hierarchical
                .map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(rest))
                .map(|authority| {
                    authority
                        .rsplit_once('@')
                        .map_or(authority, |(_, host)| host)
                })
                .and_then(Self::host_port),
            "dns" | "passthrough" | "xds" => {
                // `dns:host:port` or `dns://[resolver]/host:port`: the part before the slash is the resolver.
                match hierarchical {
                    Some(rest) => rest.split_once('/').map(|(_, endpoint)| endpoint),
                    None => Some(rest),
                }
                .and_then(Self::host_port)
            }
            "unix" | "unix-abstract" => {
                let path = hierarchical.unwrap_or(rest);
                (!path.is_empty()).then(|| Self::new(path, None))
            }
            _ if hierarchical.is_none() && !rest.contains(',') => Self::host_port(target),
            _ => None,
        }
        .unwrap_or_else(|| Self::new(target, None))
    }

    /// Reads an HTTP authority, as a server finds it in `:authority` or `Host`; `None` if there is no host in it.
    pub fn authority(authority: &str) -> Option<Self> {
        if let Some((host, port)) = plain_host_port(authority) {
            return Some(Self::new(host, port));
        }
        Self::host_port(
            authority
                .rsplit_once('@')
                .map_or(authority, |(_, host)| host),
        )
    }

    /// The value of `server.address`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The value of `server.port`, where one was given.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    pub(super) fn address_value(&self) -> StringValue {
        Arc::clone(&self.address).into()
    }

    fn new(address: &str, port: Option<u16>) -> Self {
        Self {
            address: address.into(),
            port,
        }
    }

    /// `host`, `host:port`, `[v6]`, `[v6]:port` or a bare `v6`. A port that is not a number is left out, as the name
    /// of a service is not a port.
    fn host_port(text: &str) -> Option<Self> {
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (host, after) = rest.split_once(']')?;
                (host, after.strip_prefix(':'))
            }
            None => match text.rsplit_once(':') {
                Some((host, _)) if host.contains(':') => (text, None),
                Some((host, port)) => (host, Some(port)),
                None => (text, None),
            },
        };
        let malformed = host.is_empty() || host.contains(['/', ',', '%', ' ']);
        (!malformed).then(|| Self::new(host, port.and_then(|port| port.parse().ok())))
    }
}
