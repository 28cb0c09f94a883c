//! A plain HTTP client.

/// A new client. `reqwest` is built without a cryptography provider here and panics without one,
/// even where nobody speaks TLS.
pub fn client() -> reqwest::Client {
    // An error says that there is one already: another test was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}
