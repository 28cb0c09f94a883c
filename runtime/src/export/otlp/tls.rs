//! Whom both transports trust, and who they say they are.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::Verifier;

use super::settings::{ClientFiles, TlsFiles};

const CERTIFICATE: &str = "OTEL_EXPORTER_OTLP_CERTIFICATE";
const CLIENT_CERTIFICATE: &str = "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE";
const CLIENT_KEY: &str = "OTEL_EXPORTER_OTLP_CLIENT_KEY";

/// The application's provider if it installed one, else ring.
pub(super) fn provider() -> Arc<CryptoProvider> {
    CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(ring::default_provider()))
}

/// Trusts the given authorities, or the system's if none are given.
pub(super) fn verifier(files: &TlsFiles) -> Result<Arc<dyn ServerCertVerifier>, String> {
    let Some(pem) = &files.certificate else {
        let verifier = Verifier::new(provider())
            .map_err(|error| format!("the system's certificates cannot be read: {error}"))?;
        return Ok(Arc::new(verifier));
    };
    let mut roots = RootCertStore::empty();
    for certificate in certificates(CERTIFICATE, pem)? {
        roots
            .add(certificate)
            .map_err(|error| format!("{CERTIFICATE}: a certificate is invalid: {error}"))?;
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider())
        .build()
        .map_err(|error| format!("{CERTIFICATE}: {error}"))?;
    Ok(verifier)
}

/// Our own certificate chain and its key.
pub(super) fn identity(
    files: &ClientFiles,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), String> {
    let chain = certificates(CLIENT_CERTIFICATE, &files.certificate)?;
    let key = PrivateKeyDer::from_pem_slice(&files.key)
        .map_err(|error| format!("{CLIENT_KEY}: the file holds no private key in PEM: {error}"))?;
    Ok((chain, key))
}

fn certificates(variable: &str, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match certificates {
        Ok(certificates) if certificates.is_empty() => {
            Err(format!("{variable}: the file holds no certificate in PEM"))
        }
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(format!("{variable}: the file is not PEM: {error}")),
    }
}
