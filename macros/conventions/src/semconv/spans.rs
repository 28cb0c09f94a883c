//! The types of spans that OpenTelemetry describes and adapters make.
//!
//! Upstream has their names and conditions in prose only; this is what of it can be checked.
//! Source: semantic conventions 1.44.0, `docs/http/http-spans.md`, `docs/rpc/rpc-spans.md`,
//! `docs/database/database-spans.md`, `docs/messaging/messaging-spans.md`.

use crate::registry::SpanKind;

/// What holds for the spans of a type.
#[derive(Debug, Clone, Copy)]
pub struct SpanRules {
    /// The type in words: "an HTTP server span".
    pub what: &'static str,
    /// The attribute by which a span is of this type.
    pub marker: &'static str,
    /// The kinds that the spans may have.
    pub kinds: &'static [SpanKind],
    /// What every span carries, besides the marker.
    pub required: &'static [&'static str],
    /// The name that follows from the values of a span's attributes.
    pub name: fn(&Values<'_>) -> Option<String>,
}

/// The values of a span's attributes by key, as text.
pub type Values<'v> = dyn Fn(&str) -> Option<String> + 'v;

/// The rules for a span with these attributes, of that kind if it is known.
///
/// `None` if no semantic convention speaks of it: then the team's own rules hold.
pub fn span_rules(
    has: impl Fn(&str) -> bool,
    kind: Option<SpanKind>,
) -> Option<&'static SpanRules> {
    let of_type = |rules: &&SpanRules| has(rules.marker);
    let fits = |rules: &&&SpanRules| kind.is_some_and(|kind| rules.kinds.contains(&kind));
    let candidates: Vec<&SpanRules> = RULES.iter().filter(of_type).collect();
    candidates.iter().find(fits).or(candidates.first()).copied()
}

const RULES: &[SpanRules] = &[
    SpanRules {
        what: "an HTTP server span",
        marker: "http.request.method",
        kinds: &[SpanKind::Server],
        required: &["url.path", "url.scheme"],
        name: http_server_name,
    },
    SpanRules {
        what: "an HTTP client span",
        marker: "http.request.method",
        kinds: &[SpanKind::Client],
        required: &["server.address", "server.port", "url.full"],
        name: http_client_name,
    },
    SpanRules {
        what: "an RPC server span",
        marker: "rpc.system.name",
        kinds: &[SpanKind::Server],
        required: &["rpc.response.status_code"],
        name: rpc_name,
    },
    SpanRules {
        what: "an RPC client span",
        marker: "rpc.system.name",
        kinds: &[SpanKind::Client],
        required: &["rpc.method", "rpc.response.status_code", "server.address"],
        name: rpc_name,
    },
    SpanRules {
        what: "a database span",
        marker: "db.system.name",
        // "SHOULD be CLIENT", and INTERNAL for a database in the same process.
        kinds: &[SpanKind::Client, SpanKind::Internal],
        required: &[],
        name: database_name,
    },
    SpanRules {
        what: "a messaging span",
        marker: "messaging.system",
        kinds: &[SpanKind::Producer, SpanKind::Consumer, SpanKind::Client],
        required: &["messaging.operation.name"],
        name: messaging_name,
    },
];

/// `{method} {route}`, or `{method}` where no route is known; an unknown method is `HTTP`.
fn http_name(value: &Values<'_>, route: &str) -> Option<String> {
    let method = match value("http.request.method")? {
        other if other == "_OTHER" => "HTTP".to_owned(),
        method => method,
    };
    Some(match value(route) {
        Some(route) => format!("{method} {route}"),
        None => method,
    })
}

fn http_server_name(value: &Values<'_>) -> Option<String> {
    http_name(value, "http.route")
}

fn http_client_name(value: &Values<'_>) -> Option<String> {
    http_name(value, "url.template")
}

fn rpc_name(value: &Values<'_>) -> Option<String> {
    let method = value("rpc.method").filter(|method| method != "_OTHER");
    method.or_else(|| value("rpc.system.name"))
}

/// The summary; else operation and target, either alone; else the system.
fn database_name(value: &Values<'_>) -> Option<String> {
    if let Some(summary) = value("db.query.summary") {
        return Some(summary);
    }
    let named = value("db.collection.name")
        .or_else(|| value("db.stored_procedure.name"))
        .or_else(|| value("db.namespace"))
        .or_else(|| server(value));
    match (value("db.operation.name"), named) {
        (Some(operation), Some(target)) => Some(format!("{operation} {target}")),
        (Some(operation), None) => Some(operation),
        (None, Some(target)) => Some(target),
        (None, None) => value("db.system.name"),
    }
}

fn messaging_name(value: &Values<'_>) -> Option<String> {
    let operation = value("messaging.operation.name")?;
    let destination = value("messaging.destination.template")
        .or_else(|| value("messaging.destination.name"))
        .or_else(|| server(value));
    Some(match destination {
        Some(destination) => format!("{operation} {destination}"),
        None => operation,
    })
}

fn server(value: &Values<'_>) -> Option<String> {
    let (address, port) = (value("server.address")?, value("server.port"));
    Some(match port {
        Some(port) => format!("{address}:{port}"),
        None => address,
    })
}

#[cfg(test)]
mod tests {
    use super::{RULES, span_rules};
    use crate::registry::SpanKind;
    use crate::semconv;

    fn name(kind: SpanKind, attributes: &[(&str, &str)]) -> Option<String> {
        let value = |key: &str| {
            let found = attributes.iter().find(|(known, _)| *known == key);
            found.map(|(_, value)| (*value).to_owned())
        };
        let rules = span_rules(|key| value(key).is_some(), Some(kind))?;
        (rules.name)(&value)
    }

    #[test]
    fn names_follow_from_attributes() {
        use SpanKind::{Client, Producer, Server};
        let method = ("http.request.method", "GET");
        let sql = ("db.system.name", "postgresql");
        let select = ("db.operation.name", "SELECT");
        let kafka = ("messaging.system", "kafka");
        let server = [("server.address", "db"), ("server.port", "5432")];
        for (kind, attributes, wanted) in [
            (Server, vec![method], Some("GET")),
            (
                Server,
                vec![method, ("http.route", "/a/{id}")],
                Some("GET /a/{id}"),
            ),
            (Client, vec![method, ("http.route", "/a/{id}")], Some("GET")),
            (Client, vec![method, ("url.template", "/a")], Some("GET /a")),
            (
                Server,
                vec![("http.request.method", "_OTHER")],
                Some("HTTP"),
            ),
            (
                Client,
                vec![("rpc.system.name", "grpc"), ("rpc.method", "a.B/C")],
                Some("a.B/C"),
            ),
            (
                Client,
                vec![("rpc.system.name", "grpc"), ("rpc.method", "_OTHER")],
                Some("grpc"),
            ),
            (Client, vec![sql], Some("postgresql")),
            (Client, vec![sql, select], Some("SELECT")),
            (
                Client,
                vec![sql, select, server[0], server[1]],
                Some("SELECT db:5432"),
            ),
            (
                Client,
                vec![sql, select, ("db.query.summary", "SELECT t")],
                Some("SELECT t"),
            ),
            (Producer, vec![kafka], None),
            (
                Producer,
                vec![
                    kafka,
                    ("messaging.operation.name", "send"),
                    ("messaging.destination.name", "orders"),
                ],
                Some("send orders"),
            ),
            (Client, vec![("order.id", "7")], None),
        ] {
            assert_eq!(name(kind, &attributes).as_deref(), wanted, "{attributes:?}");
        }
    }

    #[test]
    fn the_rules_name_attributes_that_exist() {
        for rules in RULES {
            let required = rules.required.iter().chain([&rules.marker]);
            for key in required {
                let found = semconv::attribute(key).expect(key);
                assert_eq!(found.deprecated, None, "{key}");
            }
        }
    }
}
