//! The attribute keys that the mappings write, each spelled once.
//!
//! Source: the [attribute
//! registry](https://opentelemetry.io/docs/specs/semconv/registry/attributes/); the keys of
//! `traced.*` are this crate's own.

/// The address of the client, from a trusted proxy or from the socket.
pub const CLIENT_ADDRESS: &str = "client.address";
/// A low-cardinality id of what went wrong; absent on success.
pub const ERROR_TYPE: &str = "error.type";
/// The request method, or `_OTHER`.
pub const HTTP_REQUEST_METHOD: &str = "http.request.method";
/// The request method as it was sent, where it differs from [`HTTP_REQUEST_METHOD`].
pub const HTTP_REQUEST_METHOD_ORIGINAL: &str = "http.request.method_original";
/// How often the request was sent again; absent on the first attempt.
pub const HTTP_REQUEST_RESEND_COUNT: &str = "http.request.resend_count";
/// The response's status code, an integer.
pub const HTTP_RESPONSE_STATUS_CODE: &str = "http.response.status_code";
/// The template of the route that matched.
pub const HTTP_ROUTE: &str = "http.route";
/// The address of the other end of the socket.
pub const NETWORK_PEER_ADDRESS: &str = "network.peer.address";
/// The port of the other end of the socket, an integer.
pub const NETWORK_PEER_PORT: &str = "network.peer.port";
/// The protocol's version: `1.1`, `2`, `3`.
pub const NETWORK_PROTOCOL_VERSION: &str = "network.protocol.version";
/// The server's name as the client wrote it, without the port.
pub const SERVER_ADDRESS: &str = "server.address";
/// The server's port, an integer.
pub const SERVER_PORT: &str = "server.port";
/// True on a span whose future was dropped before it completed.
pub const TRACED_CANCELLED: &str = "traced.cancelled";
/// True on a span that ran under another trace than the one it was called in.
pub const TRACED_FOREIGN_PARENT: &str = "traced.foreign_parent";
/// True on a span that was called after its parent had ended.
pub const TRACED_LATE_CHILD: &str = "traced.late_child";
/// True on an internal span that started without a parent though it is no entry point: what a
/// backend can be searched for.
pub const TRACED_ORPHAN: &str = "traced.orphan";
/// The absolute URL, redacted.
pub const URL_FULL: &str = "url.full";
/// The path, without the query.
pub const URL_PATH: &str = "url.path";
/// The query, without its question mark, redacted.
pub const URL_QUERY: &str = "url.query";
/// `http` or `https`.
pub const URL_SCHEME: &str = "url.scheme";
/// The template that the URL was made from.
pub const URL_TEMPLATE: &str = "url.template";
/// The `user-agent` header.
pub const USER_AGENT_ORIGINAL: &str = "user_agent.original";
