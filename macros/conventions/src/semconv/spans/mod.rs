//! The types of spans that OpenTelemetry describes and adapters make.
//!
//! Upstream has their names, kinds and conditions in prose only; this is what of it can be checked.
//! Source: semantic conventions 1.44.0, `docs/http/http-spans.md`, `docs/rpc/rpc-spans.md`,
//! `docs/database/database-spans.md`, `docs/messaging/messaging-spans.md`.

mod name;
mod outcome;
mod values;

#[cfg(test)]
mod tests;

use crate::registry::SpanKind;
use SpanKind::{Client, Consumer, Internal, Producer, Server};

pub use outcome::Outcome;
pub use values::{Values, name_until_now, renamed_later};

/// What holds for the spans of a type.
#[derive(Debug, Clone, Copy)]
pub struct SpanRules {
    /// The type in words: "an HTTP server span".
    pub what: &'static str,
    /// The attribute by which a span is of this type.
    pub marker: &'static str,
    /// The value of `messaging.operation.type` that spans of this type have, if it matters.
    operation: Option<&'static str>,
    /// The kinds that the spans may have.
    pub kinds: &'static [SpanKind],
    /// What every span carries, besides the marker.
    pub required: &'static [&'static str],
    /// The name that follows from the values of a span's attributes.
    pub name: fn(&Values<'_>) -> Option<String>,
    /// Whether a span may be called so although its attributes say another name.
    pub own_name: fn(&str, &Values<'_>) -> bool,
    /// What the values of a span's attributes say of its status.
    pub outcome: fn(&Values<'_>) -> Outcome,
}

impl SpanRules {
    /// What a span with these attributes must have besides the marker: what every span of the
    /// type has, and what follows from another attribute.
    pub fn required_with<'v>(
        &self,
        value: &'v Values<'v>,
    ) -> impl Iterator<Item = &'static str> + use<'v> {
        let implied = IMPLIED.iter().filter(|(key, wanted, _)| {
            let found = value(key);
            found.is_some() && wanted.is_none_or(|wanted| found.as_deref() == Some(wanted))
        });
        let always = self.required.iter().copied();
        always.chain(implied.map(|(_, _, needed)| *needed))
    }
}

/// The conditions of "conditionally required" that are no prose: a key, its value if that matters,
/// and the key that is then needed.
const IMPLIED: &[(&str, Option<&str>, &str)] = &[
    (
        "http.request.method",
        Some("_OTHER"),
        "http.request.method_original",
    ),
    ("rpc.method", Some("_OTHER"), "rpc.method_original"),
    ("server.port", None, "server.address"),
    ("client.port", None, "client.address"),
    ("network.peer.port", None, "network.peer.address"),
];

/// The rules for a span with these attributes, of that kind if it is known.
///
/// `None` if no semantic convention speaks of it: then the team's own rules hold.
pub fn span_rules(
    has: impl Fn(&str) -> bool,
    value: &Values<'_>,
    kind: Option<SpanKind>,
) -> Option<&'static SpanRules> {
    let operation = value("messaging.operation.type");
    let is_told_by_operation = RULES
        .iter()
        .any(|rules| rules.operation.is_some() && rules.operation == operation.as_deref());
    let of_type = |rules: &&SpanRules| {
        has(rules.marker)
            && match rules.operation {
                Some(_) => rules.operation == operation.as_deref(),
                None => rules.marker != MESSAGING || !is_told_by_operation,
            }
    };
    let fits = |rules: &&&SpanRules| kind.is_some_and(|kind| rules.kinds.contains(&kind));
    let candidates: Vec<&SpanRules> = RULES.iter().filter(of_type).collect();
    candidates.iter().find(fits).or(candidates.first()).copied()
}

const MESSAGING: &str = "messaging.system";

const HTTP_SERVER: SpanRules = SpanRules {
    what: "an HTTP server span",
    marker: "http.request.method",
    operation: None,
    kinds: &[Server],
    required: &["url.path", "url.scheme"],
    name: name::http_server,
    own_name: name::is_method_and_target,
    outcome: outcome::http_server,
};

const RPC_SERVER: SpanRules = SpanRules {
    what: "an RPC server span",
    marker: "rpc.system.name",
    operation: None,
    kinds: &[Server],
    required: &["rpc.response.status_code"],
    name: name::rpc,
    own_name: name::never,
    outcome: outcome::rpc_server,
};

const ANY_MESSAGING: SpanRules = SpanRules {
    what: "a messaging span",
    marker: MESSAGING,
    operation: None,
    kinds: &[Producer, Consumer, Client],
    required: &["messaging.operation.name"],
    name: name::messaging,
    own_name: name::never,
    outcome: outcome::open,
};

const RULES: &[SpanRules] = &[
    HTTP_SERVER,
    SpanRules {
        what: "an HTTP client span",
        kinds: &[Client],
        required: &["server.address", "server.port", "url.full"],
        name: name::http_client,
        outcome: outcome::http_client,
        ..HTTP_SERVER
    },
    RPC_SERVER,
    SpanRules {
        what: "an RPC client span",
        kinds: &[Client],
        required: &["rpc.method", "rpc.response.status_code", "server.address"],
        outcome: outcome::rpc_client,
        ..RPC_SERVER
    },
    SpanRules {
        what: "a database span",
        marker: "db.system.name",
        operation: None,
        // "SHOULD be CLIENT", and INTERNAL for a database in the same process.
        kinds: &[Client, Internal],
        required: &[],
        name: name::database,
        own_name: name::never,
        outcome: outcome::database,
    },
    SpanRules {
        what: "the span of a message that is created",
        operation: Some("create"),
        kinds: &[Producer],
        ..ANY_MESSAGING
    },
    SpanRules {
        what: "the span of messages that are sent",
        operation: Some("send"),
        // A client's where the messages brought contexts of their own.
        kinds: &[Producer, Client],
        ..ANY_MESSAGING
    },
    SpanRules {
        what: "the span of messages that are received",
        operation: Some("receive"),
        kinds: &[Client],
        ..ANY_MESSAGING
    },
    SpanRules {
        what: "the span of a message that is processed",
        operation: Some("process"),
        kinds: &[Consumer],
        ..ANY_MESSAGING
    },
    SpanRules {
        what: "the span of messages that are settled",
        operation: Some("settle"),
        kinds: &[Client],
        ..ANY_MESSAGING
    },
    ANY_MESSAGING,
];
