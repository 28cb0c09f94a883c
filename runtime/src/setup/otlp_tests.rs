//! The OTEL_EXPORTER_OTLP_* variables, one table each.

use std::time::Duration;

use super::settings;
use crate::export::otlp::{Compression, Protocol, Settings};
use crate::setup::env::Env;

/// The settings that these variables give, and what a person is told.
fn read(variables: &'static [(&str, &str)]) -> (Result<Settings, String>, Vec<String>) {
    let read = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let env = Env::new(&read);
    let settings = settings(&env).map_err(|error| error.to_string());
    (settings, env.into_notes())
}

fn good(variables: &'static [(&str, &str)]) -> Settings {
    read(variables).0.unwrap()
}

fn refusal(variables: &'static [(&str, &str)]) -> String {
    read(variables).0.unwrap_err()
}

const GENERAL: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:4318");
const TRACES: (&str, &str) = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://own:4318/x");
const GRPC: (&str, &str) = ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");

#[test]
fn endpoint() {
    let shown = |variables| good(variables).endpoint.to_string();
    assert_eq!(shown(&[GENERAL]), "http://all:4318/v1/traces");
    assert_eq!(shown(&[GENERAL, TRACES]), "http://own:4318/x");
    assert_eq!(shown(&[GRPC]), "http://localhost:4317");
    assert_eq!(
        shown(&[GRPC, ("OTEL_EXPORTER_OTLP_ENDPOINT", "c:4317")]),
        "https://c:4317"
    );
    assert_eq!(
        shown(&[
            GRPC,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "c:4317"),
            ("OTEL_EXPORTER_OTLP_INSECURE", "true")
        ]),
        "http://c:4317"
    );
    assert_eq!(
        refusal(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318")]),
        "OTEL_EXPORTER_OTLP_ENDPOINT=\"localhost:4318\": it has no scheme; write http:// or \
         https:// before the host; accepted: a URL to which /v1/traces is appended, such as \
         http://localhost:4318"
    );
}

#[test]
fn secrets_of_a_bad_endpoint_are_not_shown() {
    let error = refusal(&[(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://me:secret@c:4318?key=secret",
    )]);
    assert!(error.contains("credentials"), "{error}");
    assert!(!error.contains("secret"), "{error}");
}

#[test]
fn protocol() {
    assert_eq!(good(&[GRPC]).protocol, Protocol::Grpc);
    assert_eq!(
        good(&[
            GRPC,
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "HTTP/Protobuf")
        ])
        .protocol,
        Protocol::HttpProtobuf
    );
    assert_eq!(
        good(&[("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]).protocol,
        Protocol::HttpJson
    );
    assert!(refusal(&[("OTEL_EXPORTER_OTLP_PROTOCOL", "udp")]).contains("no such protocol"));
}

#[test]
fn headers() {
    let (settings, notes) = read(&[(
        "OTEL_EXPORTER_OTLP_HEADERS",
        "Authorization=Basic%20YQ==,x-team=pay,nonsense,bad key=1,x=%0A",
    )]);
    let headers = settings.unwrap().headers;
    assert_eq!(headers["authorization"], "Basic YQ==");
    assert_eq!(headers["x-team"], "pay");
    assert_eq!(headers.len(), 2);
    assert!(headers["authorization"].is_sensitive());
    assert_eq!(
        notes,
        [
            "OTEL_EXPORTER_OTLP_HEADERS: entry 3 is not key=value and is ignored",
            "OTEL_EXPORTER_OTLP_HEADERS: \"bad key\" is not the name of a header and is ignored",
            "OTEL_EXPORTER_OTLP_HEADERS: the value of \"x\" cannot stand in a header and is ignored",
        ]
    );
    let own = good(&[
        ("OTEL_EXPORTER_OTLP_HEADERS", "a=1"),
        ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=2"),
    ]);
    assert!(!own.headers.contains_key("a") && own.headers.contains_key("b"));
}

#[test]
fn timeout() {
    let timeout = |variables| good(variables).timeout;
    let second = Some(Duration::from_secs(1));
    assert_eq!(timeout(&[("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")]), second);
    assert_eq!(timeout(&[("OTEL_EXPORTER_OTLP_TIMEOUT", "0")]), None);
    assert_eq!(
        timeout(&[
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "5"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "1000")
        ]),
        second
    );
    let (settings, notes) = read(&[("OTEL_EXPORTER_OTLP_TIMEOUT", "10s")]);
    assert_eq!(settings.unwrap().timeout, Some(Duration::from_secs(10)));
    assert_eq!(notes.len(), 1);
}

#[test]
fn compression() {
    let compression = |value| good(value).compression;
    assert_eq!(compression(&[]), Compression::None);
    assert_eq!(
        compression(&[
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
            ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "GZIP")
        ]),
        Compression::Gzip
    );
    assert_eq!(
        refusal(&[("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd")]),
        "OTEL_EXPORTER_OTLP_COMPRESSION=\"zstd\": zstd is not supported; accepted: gzip, none"
    );
}

/// What is said of these variables, which are all accepted.
fn notes(variables: &'static [(&str, &str)]) -> Vec<String> {
    let (settings, notes) = read(variables);
    settings.unwrap();
    notes
}

#[test]
fn common_mistakes_are_named_with_their_mend() {
    const BASE: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const OWN: &str = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    assert_eq!(
        notes(&[(BASE, "http://c:4317")]),
        [
            "OTEL_EXPORTER_OTLP_ENDPOINT has port 4317, where gRPC is usually spoken, and the \
          protocol is HTTP: use port 4318, or OTEL_EXPORTER_OTLP_PROTOCOL=grpc"
        ]
    );
    assert_eq!(
        notes(&[GRPC, (BASE, "http://c:4318")]),
        [
            "OTEL_EXPORTER_OTLP_ENDPOINT has port 4318, where HTTP is usually spoken, and the \
          protocol is grpc: use port 4317, or OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"
        ]
    );
    assert_eq!(
        notes(&[(OWN, "http://c:4318/")]),
        [
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT has no path and is used as it is, but OTLP/HTTP \
          usually listens on /v1/traces: write http://c:4318/v1/traces, or set \
          OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318"
        ]
    );
    assert!(notes(&[(BASE, "http://c:4318/v1/traces")])[0].contains("/v1/traces/v1/traces"));
    assert!(notes(&[GRPC, (BASE, "c:4317")])[0].contains("OTEL_EXPORTER_OTLP_INSECURE=true"));
    let unused = [
        (BASE, "http://c:4318"),
        // Any file will do to be read.
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "Cargo.toml"),
    ];
    let unused: &'static [(&str, &str)] = Box::leak(Box::new(unused));
    assert!(notes(unused)[0].contains("nothing is encrypted: write https://"));
    for sound in [
        &[(BASE, "http://c:4318")][..],
        &[(OWN, "http://c:4318/v1/traces")],
        &[(OWN, "https://vendor/otlp/traces")],
        &[GRPC, (BASE, "http://c:4317")],
    ] {
        let sound: &'static [(&str, &str)] = Box::leak(sound.to_vec().into_boxed_slice());
        assert_eq!(notes(sound), [""; 0]);
    }
}

#[test]
fn certificates() {
    let missing = refusal(&[("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere/ca.pem")]);
    assert!(
        missing.starts_with("OTEL_EXPORTER_OTLP_CERTIFICATE=\"/nowhere/ca.pem\": the file cannot"),
        "{missing}"
    );
    // Any file will do to be read; what is in it is looked at when TLS is set up.
    let alone = refusal(&[("OTEL_EXPORTER_OTLP_CLIENT_KEY", "Cargo.toml")]);
    assert!(
        alone.contains("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE is not set"),
        "{alone}"
    );
    let both = good(&[
        ("OTEL_EXPORTER_OTLP_CLIENT_KEY", "Cargo.toml"),
        ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "Cargo.toml"),
    ]);
    assert!(both.tls.client.is_some());
}
