//! Why no answer came: the innermost cause of a transport's error, in words.

use std::error::Error;
use std::io;

use super::Endpoint;
use super::answer::cannot;
use super::retry::{Failure, Retry};

/// Explains an error of a client, which hides what happened behind its sources.
pub(super) fn explain(endpoint: &Endpoint, error: &(dyn Error + 'static)) -> Failure {
    let mut words = None;
    let mut last = error.to_string();
    let mut next = Some(error);
    while let Some(error) = next {
        last = error.to_string();
        if let Some(known) = known(endpoint, error) {
            words = Some(known);
        }
        next = inner(error);
    }
    match words {
        Some(Known::Refused) if endpoint.is_default() => Failure {
            cause: format!(
                "nothing listens on {}; OTEL_TRACES_EXPORTER=console prints traces here",
                endpoint.authority()
            ),
            retry: Retry::Unreachable,
        },
        Some(Known::Refused) => Failure {
            cause: cannot(endpoint, "connection refused (nothing listens there)"),
            retry: Retry::Unreachable,
        },
        Some(Known::Dns(detail)) => Failure {
            cause: cannot(
                endpoint,
                &format!("the name {:?} cannot be resolved: {detail}", host(endpoint)),
            ),
            retry: Retry::Unreachable,
        },
        Some(Known::Tls(detail)) => Failure {
            cause: cannot(endpoint, &format!("TLS failed: {detail}")),
            retry: Retry::Never,
        },
        Some(Known::Io(detail)) => Failure {
            cause: cannot(endpoint, &detail),
            retry: Retry::Backoff,
        },
        None => Failure {
            cause: cannot(endpoint, &format!("{last}{}", hint(endpoint))),
            retry: Retry::Backoff,
        },
    }
}

enum Known {
    Refused,
    Dns(String),
    Tls(String),
    Io(String),
}

fn known(endpoint: &Endpoint, error: &(dyn Error + 'static)) -> Option<Known> {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(Known::Tls(tls(error)));
    }
    // The connector's own type is private to it; its text is not.
    let text = error.to_string();
    if text.starts_with("dns error") {
        let detail = error.source().map_or_else(String::new, ToString::to_string);
        return Some(Known::Dns(detail));
    }
    // HTTP/1 where HTTP/2 was spoken, and the other way round.
    let foreign = [
        "frame with invalid size",
        "invalid HTTP version",
        "received unexpected message",
    ];
    if foreign.iter().any(|words| text.contains(words)) {
        let detail = format!("the server speaks another protocol{}", hint(endpoint));
        return Some(Known::Io(detail));
    }
    let error = error.downcast_ref::<io::Error>()?;
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(Known::Refused),
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => Some(Known::Io(format!(
            "the connection was reset{}",
            hint(endpoint)
        ))),
        io::ErrorKind::UnexpectedEof => Some(Known::Io(format!(
            "the connection was closed in the middle{}",
            hint(endpoint)
        ))),
        io::ErrorKind::TimedOut => Some(Known::Io("the connection timed out".to_owned())),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            Some(Known::Io("the host cannot be reached".to_owned()))
        }
        _ => None,
    }
}

/// What an error was made from. An `io::Error` that wraps another names that one's
/// source, not the wrapped error itself.
fn inner<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

fn tls(error: &rustls::Error) -> String {
    use rustls::{CertificateError, Error};
    match error {
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            "the server's certificate is not signed by a trusted authority; \
             OTEL_EXPORTER_OTLP_CERTIFICATE names a PEM file of one to trust"
                .to_owned()
        }
        Error::InvalidMessage(_) => format!("{error}; does the server speak TLS at all?"),
        error => error.to_string(),
    }
}

/// The two ports are easily taken for each other.
fn hint(endpoint: &Endpoint) -> &'static str {
    match (endpoint.port(), endpoint.path()) {
        (4317, path) if path != "/" => {
            "; port 4317 usually speaks gRPC, HTTP is on 4318 (or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc)"
        }
        (4318, "/") => {
            "; port 4318 usually speaks HTTP, gRPC is on 4317 (or set \
             OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)"
        }
        _ => "",
    }
}

fn host(endpoint: &Endpoint) -> &str {
    endpoint.uri().host().unwrap_or_default()
}

#[cfg(test)]
#[path = "cause_tests.rs"]
mod tests;
