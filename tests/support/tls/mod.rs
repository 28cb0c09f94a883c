//! A certificate authority that nobody else trusts, and servers that ask for its clients.
//!
//! The keys protect nothing: they were made for these files, and the authority's own key
//! was thrown away.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;

use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Certificate, Identity, Server, ServerTlsConfig};
use tonic::{Request, Response, Status};

const CA: &str = include_str!("ca.pem");
const SERVER: &str = include_str!("server.pem");
const SERVER_KEY: &str = include_str!("server.key.pem");

/// The path of one of the files: `ca.pem`, `client.pem` or `client.key.pem`.
pub fn file(name: &str) -> String {
    format!("{}/support/tls/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A server that trusts clients of the authority, and no others.
///
/// # Panics
///
/// If the files are not what they were made to be.
pub fn server_config() -> ServerConfig {
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_slice(CA.as_bytes()).expect("a certificate");
    roots.add(ca).expect("an authority");
    let provider = Arc::new(ring::default_provider());
    let clients =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .expect("an authority for clients");
    let chain = vec![CertificateDer::from_pem_slice(SERVER.as_bytes()).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_slice(SERVER_KEY.as_bytes()).expect("a key");
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_client_cert_verifier(clients)
        .with_single_cert(chain, key)
        .expect("a certificate and its key")
}

/// Starts a collector that speaks gRPC over TLS and takes everything. It runs until the
/// process ends.
///
/// # Panics
///
/// If the system gives no port or no thread.
pub fn start_grpc() -> SocketAddr {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
        .expect("a free port");
    let address = listener.local_addr().expect("a bound socket");
    let tls = ServerTlsConfig::new()
        .identity(Identity::from_pem(SERVER, SERVER_KEY))
        .client_ca_root(Certificate::from_pem(CA));
    thread::spawn(move || {
        let server = async {
            Server::builder()
                .tls_config(tls)
                .expect("a certificate and its key")
                .add_service(TraceServiceServer::new(TakesAll))
                .serve_with_incoming(TcpListenerStream::new(listener))
                .await
        };
        runtime.block_on(server)
    });
    address
}

struct TakesAll;

#[async_trait::async_trait]
impl TraceService for TakesAll {
    async fn export(
        &self,
        _: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}
