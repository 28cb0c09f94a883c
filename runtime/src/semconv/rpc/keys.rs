//! The keys of the RPC conventions, and what is the same on every gRPC span.

/// The fully-qualified method, `package.Service/Method`, or `_OTHER`.
pub const RPC_METHOD: &str = "rpc.method";
/// The method as it was asked for, where it is not a recognised one.
pub const RPC_METHOD_ORIGINAL: &str = "rpc.method_original";
/// The name of the status code.
///
/// The conventions rename it to `rpc.status_code` after 1.44; this constant is the only place that spells it.
pub const RPC_STATUS_CODE: &str = "rpc.response.status_code";
/// Which RPC system: always [`GRPC`] here.
pub const RPC_SYSTEM_NAME: &str = "rpc.system.name";

/// The value of [`RPC_SYSTEM_NAME`], and the name of a span whose method is not recognised (RP-2).
pub const GRPC: &str = "grpc";

/// Before the key of metadata that came with a call; only on demand.
pub const RPC_REQUEST_METADATA: &str = "rpc.request.metadata.";
/// Before the key of metadata that came with the answer; only on demand.
pub const RPC_RESPONSE_METADATA: &str = "rpc.response.metadata.";
