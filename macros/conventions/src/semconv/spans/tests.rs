//! The types of spans, by examples.

use super::values::RENAMED_LATER;
use super::{IMPLIED, Outcome, RULES, SpanRules, name_until_now, renamed_later, span_rules};
use crate::registry::SpanKind;
use crate::semconv;
use SpanKind::{Client, Consumer, Internal, Producer, Server};

type Attributes<'a> = &'a [(&'a str, &'a str)];

fn value_of(attributes: Attributes<'_>, key: &str) -> Option<String> {
    let found = attributes.iter().find(|(known, _)| *known == key);
    found.map(|(_, value)| (*value).to_owned())
}

fn rules(kind: SpanKind, attributes: Attributes<'_>) -> Option<&'static SpanRules> {
    let value = |key: &str| value_of(attributes, key);
    span_rules(|key| value(key).is_some(), &value, Some(kind))
}

fn name(kind: SpanKind, attributes: Attributes<'_>) -> Option<String> {
    (rules(kind, attributes)?.name)(&|key| value_of(attributes, key))
}

const METHOD: (&str, &str) = ("http.request.method", "GET");
const SQL: (&str, &str) = ("db.system.name", "postgresql");
const SELECT: (&str, &str) = ("db.operation.name", "SELECT");
const GRPC: (&str, &str) = ("rpc.system.name", "grpc");
const KAFKA: (&str, &str) = ("messaging.system", "kafka");
const SEND: (&str, &str) = ("messaging.operation.name", "send");
const ORDERS: (&str, &str) = ("messaging.destination.name", "orders");
const ADDRESS: (&str, &str) = ("server.address", "db");
const PORT: (&str, &str) = ("server.port", "5432");

#[test]
fn names_follow_from_attributes() {
    let route = ("http.route", "/a/{id}");
    let cases: &[(SpanKind, Attributes<'_>, Option<&str>)] = &[
        (Server, &[METHOD], Some("GET")),
        (Server, &[METHOD, route], Some("GET /a/{id}")),
        (Client, &[METHOD, route], Some("GET")),
        (Client, &[METHOD, ("url.template", "/a")], Some("GET /a")),
        (Server, &[("http.request.method", "_OTHER")], Some("HTTP")),
        (Client, &[GRPC, ("rpc.method", "a.B/C")], Some("a.B/C")),
        (Client, &[GRPC, ("rpc.method", "_OTHER")], Some("grpc")),
        (Client, &[SQL], Some("postgresql")),
        (Client, &[SQL, SELECT], Some("SELECT")),
        (
            Client,
            &[SQL, SELECT, ADDRESS, PORT],
            Some("SELECT db:5432"),
        ),
        (
            Client,
            &[SQL, SELECT, ("db.query.summary", "SELECT t")],
            Some("SELECT t"),
        ),
        (Producer, &[KAFKA], None),
        (Producer, &[KAFKA, SEND, ORDERS], Some("send orders")),
        (
            Producer,
            &[
                KAFKA,
                SEND,
                ORDERS,
                ("messaging.destination.temporary", "true"),
            ],
            Some("send"),
        ),
        (
            Producer,
            &[
                KAFKA,
                SEND,
                ORDERS,
                ("messaging.destination.temporary", "false"),
            ],
            Some("send orders"),
        ),
        (Client, &[("order.id", "7")], None),
    ];
    for (kind, attributes, wanted) in cases {
        assert_eq!(
            name(*kind, attributes).as_deref(),
            *wanted,
            "{attributes:?}"
        );
    }
}

#[test]
fn an_application_may_name_another_target_but_no_instance() {
    let path = ("url.path", "/orders/7");
    let full = ("url.full", "https://shop.example/orders/7?size=2");
    let host = ("server.address", "shop.example");
    for (name, wanted) in [
        ("GET order", true),
        ("GET /orders/{id}", true),
        ("GET /orders/7", false),
        ("GET https://shop.example/orders/7?size=2", false),
        ("GET shop.example", false),
        ("GET ", false),
        ("GETorder", false),
        ("POST order", false),
        ("look", false),
    ] {
        for attributes in [[METHOD, path, host], [METHOD, full, host]] {
            let rules = rules(Server, &attributes).expect("HTTP");
            let accepted = (rules.own_name)(name, &|key| value_of(&attributes, key));
            assert_eq!(accepted, wanted, "{name} {attributes:?}");
        }
    }
}

#[test]
fn a_messaging_span_has_the_kind_of_its_operation() {
    for (operation, kinds) in [
        ("create", &[Producer][..]),
        ("send", &[Producer, Client]),
        ("receive", &[Client]),
        ("process", &[Consumer]),
        ("settle", &[Client]),
        ("peek", &[Producer, Consumer, Client]),
    ] {
        for kind in [Producer, Consumer, Client, Internal, Server] {
            let operation = ("messaging.operation.type", operation);
            let rules = rules(kind, &[KAFKA, operation]).expect("messaging");
            assert_eq!(rules.kinds, kinds, "{operation:?} {kind}");
        }
    }
}

#[test]
fn the_code_of_the_protocol_decides() {
    use Outcome::{Failed, Fine, Open};
    let http = "http.response.status_code";
    let rpc = "rpc.response.status_code";
    let db = "db.response.status_code";
    let failed = |key, code: &str| Failed(key, code.to_owned());
    let fine = |key, code: &str| Fine(key, code.to_owned());
    let mysql = ("db.system.name", "mysql");
    for (kind, attributes, wanted) in [
        (Server, [METHOD, ORDERS], Open),
        (Server, [METHOD, (http, "404")], fine(http, "404")),
        (Server, [METHOD, (http, "503")], failed(http, "503")),
        (Server, [METHOD, (http, "oops")], failed(http, "oops")),
        (Client, [METHOD, (http, "304")], fine(http, "304")),
        (Client, [METHOD, (http, "404")], failed(http, "404")),
        (Client, [GRPC, (rpc, "OK")], fine(rpc, "OK")),
        (Client, [GRPC, (rpc, "NOT_FOUND")], failed(rpc, "NOT_FOUND")),
        (Server, [GRPC, (rpc, "NOT_FOUND")], fine(rpc, "NOT_FOUND")),
        (Server, [GRPC, (rpc, "INTERNAL")], failed(rpc, "INTERNAL")),
        (Server, [("rpc.system.name", "dubbo"), (rpc, "20")], Open),
        (Client, [SQL, (db, "01000")], fine(db, "01000")),
        (Client, [SQL, (db, "23505")], failed(db, "23505")),
        (Client, [mysql, (db, "01000")], failed(db, "01000")),
        (Client, [("db.system.name", "redis"), (db, "OK")], Open),
    ] {
        let rules = rules(kind, &attributes).expect("a known type");
        let outcome = (rules.outcome)(&|key| value_of(&attributes, key));
        assert_eq!(outcome, wanted, "{kind} {attributes:?}");
    }
}

#[test]
fn what_is_required_follows_from_other_attributes_too() {
    let required = |attributes: Attributes<'_>| -> Vec<&str> {
        let rules = rules(Server, attributes).expect("a known type");
        let value = |key: &str| value_of(attributes, key);
        rules.required_with(&value).collect()
    };
    assert_eq!(required(&[METHOD]), ["url.path", "url.scheme"]);
    let other = ("http.request.method", "_OTHER");
    assert_eq!(
        required(&[other, PORT]),
        [
            "url.path",
            "url.scheme",
            "http.request.method_original",
            "server.address"
        ]
    );
    let other = ("rpc.method", "_OTHER");
    assert_eq!(
        required(&[GRPC, other, ("network.peer.port", "1")]),
        [
            "rpc.response.status_code",
            "rpc.method_original",
            "network.peer.address"
        ]
    );
}

#[test]
fn the_name_of_a_later_version_will_do() {
    assert_eq!(
        renamed_later("rpc.response.status_code"),
        Some("rpc.status_code")
    );
    assert_eq!(
        name_until_now("rpc.status_code"),
        Some("rpc.response.status_code")
    );
    let later = ("rpc.status_code", "INTERNAL");
    let rules = rules(Server, &[GRPC, later]).expect("RPC");
    let outcome = (rules.outcome)(&|key| value_of(&[GRPC, later], key));
    let failed = "INTERNAL".to_owned();
    assert_eq!(outcome, Outcome::Failed("rpc.response.status_code", failed));
}

#[test]
fn the_rules_name_attributes_that_exist() {
    let implied = IMPLIED.iter().flat_map(|(key, _, needed)| [key, needed]);
    let keys = RULES
        .iter()
        .flat_map(|rules| rules.required.iter().chain([&rules.marker]));
    for key in keys.chain(implied) {
        let found = semconv::attribute(key).expect(key);
        assert_eq!(found.deprecated, None, "{key}");
    }
    for (now, later) in RENAMED_LATER {
        assert!(semconv::attribute(now).is_some(), "{now}");
        assert_eq!(
            semconv::attribute(later),
            None,
            "{later} is here: {now} goes"
        );
    }
}
