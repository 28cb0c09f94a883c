//! Errors as the transports nest them, and the words for each.

use std::error::Error;
use std::{fmt, io};

use super::explain;
use crate::export::otlp::Endpoint;
use crate::export::otlp::retry::Retry;

/// An error that hides its cause, as clients do.
#[derive(Debug)]
struct Hidden(&'static str, Option<Box<dyn Error + Send + Sync>>);

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Hidden {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.1.as_deref().map(|error| error as _)
    }
}

fn hidden(error: impl Into<Box<dyn Error + Send + Sync>>) -> Hidden {
    Hidden("error sending request", Some(error.into()))
}

#[test]
fn nothing_at_the_default_endpoint_names_the_console() {
    let refused = || hidden(io::Error::from(io::ErrorKind::ConnectionRefused));
    for (endpoint, place) in [
        (Endpoint::default_http(), "localhost:4318"),
        (Endpoint::default_grpc(), "localhost:4317"),
    ] {
        let failure = explain(&endpoint, &refused());
        assert_eq!(
            failure.cause,
            format!("nothing listens on {place}; OTEL_TRACES_EXPORTER=console prints traces here")
        );
        assert_eq!(failure.retry, Retry::Unreachable);
    }
}

#[test]
fn tls_is_found_inside_of_an_io_error_and_not_retried() {
    let tls = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
    let error = hidden(io::Error::new(io::ErrorKind::InvalidData, tls));
    let failure = explain(&Endpoint::http_base("https://c").unwrap(), &error);
    let start = "cannot export traces to https://c/v1/traces: TLS failed: ";
    assert!(failure.cause.starts_with(start), "{}", failure.cause);
    assert!(failure.cause.contains("Expired"), "{}", failure.cause);
    assert_eq!(failure.retry, Retry::Never);
}

#[test]
fn ports_taken_for_each_other_are_named() {
    let version = || hidden(Hidden("invalid HTTP version parsed", None));
    let http = explain(&Endpoint::http_base("http://c:4317").unwrap(), &version());
    assert!(
        http.cause.contains("port 4317 usually speaks gRPC"),
        "{}",
        http.cause
    );
    let frame = hidden(Hidden("frame with invalid size", None));
    let grpc = explain(&Endpoint::grpc("http://c:4318", false).unwrap(), &frame);
    assert!(
        grpc.cause.contains("port 4318 usually speaks HTTP"),
        "{}",
        grpc.cause
    );
    let other = explain(&Endpoint::http_base("http://c:8080").unwrap(), &version());
    assert!(other.cause.ends_with("another protocol"), "{}", other.cause);
}

#[test]
fn what_is_not_known_is_quoted_from_the_inside() {
    let error = hidden(Hidden("the moon is full", None));
    let failure = explain(&Endpoint::http_base("http://c").unwrap(), &error);
    assert_eq!(
        failure.cause,
        "cannot export traces to http://c/v1/traces: the moon is full"
    );
    assert_eq!(failure.retry, Retry::Backoff);
}
