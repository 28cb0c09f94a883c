//! Certificates from files: whom we trust, and who we say we are, over both transports.

use traced_tests::backend::{Backend, Reply};
use traced_tests::tls;

use super::{builder, spans, telemetry};

/// Sends a span with these files; why it failed, if it did.
fn sent(endpoint: &str, protocol: &str, files: &[(&str, &str)]) -> Result<(), String> {
    let mut variables = vec![
        (
            "OTEL_EXPORTER_OTLP_ENDPOINT".to_owned(),
            endpoint.to_owned(),
        ),
        (
            "OTEL_EXPORTER_OTLP_PROTOCOL".to_owned(),
            protocol.to_owned(),
        ),
    ];
    for (variable, file) in files {
        variables.push((format!("OTEL_EXPORTER_OTLP_{variable}"), tls::file(file)));
    }
    let variables: Vec<_> = variables
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let telemetry = telemetry(&variables);
    spans(&telemetry, 1);
    telemetry.flush().map_err(|error| error.to_string())
}

const ALL: [(&str, &str); 3] = [
    ("CERTIFICATE", "ca.pem"),
    ("CLIENT_CERTIFICATE", "client.pem"),
    ("CLIENT_KEY", "client.key.pem"),
];

const UNTRUSTED: &str = "TLS failed: the server's certificate is not signed by a trusted \
                         authority; OTEL_EXPORTER_OTLP_CERTIFICATE names a PEM file of one to trust";

#[test]
fn http_with_both_sides_known() {
    let backend = Backend::start_tls(|_| Reply::ok());
    let endpoint = backend.url().replace("http:", "https:");
    sent(&endpoint, "http/protobuf", &ALL).unwrap();
    assert_eq!(backend.requests()[0].spans, ["s0"]);
}

#[test]
fn grpc_with_both_sides_known() {
    let endpoint = format!("https://{}", tls::start_grpc());
    sent(&endpoint, "grpc", &ALL).unwrap();
}

#[test]
fn a_server_that_is_not_trusted_is_named() {
    let backend = Backend::start_tls(|_| Reply::ok());
    let http = backend.url().replace("http:", "https:");
    let grpc = format!("https://{}", tls::start_grpc());
    assert_eq!(
        sent(&http, "http/protobuf", &[]).unwrap_err(),
        format!("cannot export traces to {http}/v1/traces: {UNTRUSTED}")
    );
    assert_eq!(
        sent(&grpc, "grpc", &[]).unwrap_err(),
        format!("cannot export traces to {grpc}: {UNTRUSTED}")
    );
}

#[test]
fn a_server_that_wants_a_certificate_is_named() {
    let backend = Backend::start_tls(|_| Reply::ok());
    let endpoint = backend.url().replace("http:", "https:");
    let error = sent(&endpoint, "http/protobuf", &ALL[..1]).unwrap_err();
    assert!(error.contains("TLS failed: "), "{error}");
    assert_eq!(backend.requests().len(), 0);
}

#[test]
fn a_file_that_is_no_certificate_is_refused_at_start() {
    for (variable, why) in [
        ("CERTIFICATE", "the file holds no certificate in PEM"),
        ("CLIENT_CERTIFICATE", "the file holds no certificate in PEM"),
    ] {
        for protocol in ["grpc", "http/protobuf"] {
            let name = format!("OTEL_EXPORTER_OTLP_{variable}");
            let wrong = tls::file("client.key.pem");
            let variables = [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4318"),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                (
                    "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
                    &tls::file("client.pem"),
                ),
                (
                    "OTEL_EXPORTER_OTLP_CLIENT_KEY",
                    &tls::file("client.key.pem"),
                ),
            ];
            let mut variables = variables.to_vec();
            variables.retain(|(known, _)| *known != name);
            variables.push((&name, &wrong));
            let error = builder(&variables).build().unwrap_err().to_string();
            assert_eq!(error, format!("{name}: {why}"));
        }
    }
}
