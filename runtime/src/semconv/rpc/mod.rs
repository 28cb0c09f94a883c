//! gRPC calls as the RPC conventions describe them: the method, the target, the status.
//!
//! Source: <https://opentelemetry.io/docs/specs/semconv/rpc/grpc/>, version 1.44 (release candidate). Unary calls and
//! the three streaming shapes are the same span; no attribute tells them apart.

mod code;
mod method;
mod target;

pub use code::{Code, Side, decode_message};
pub use method::{GRPC, Method, is_health_check, is_reflection, recognised};
pub use target::Target;

use opentelemetry::KeyValue;

use super::attribute::{SERVER_ADDRESS, SERVER_PORT};
use super::list::List;

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

/// Before the key of metadata that came with a call; only on demand.
pub const RPC_REQUEST_METADATA: &str = "rpc.request.metadata.";
/// Before the key of metadata that came with the answer; only on demand.
pub const RPC_RESPONSE_METADATA: &str = "rpc.response.metadata.";

/// What a sampler is to see of a call (RS-8).
///
/// `method` is `None` as long as only the answer can tell whether it exists: an attribute is set once, so it is set
/// then. The span's name says it before.
pub fn attributes(method: Option<&Method<'_>>, server: Option<&Target>) -> Vec<KeyValue> {
    // Room for a server's peer and the status, too.
    let mut list = List::with_room_for(8);
    list.word(RPC_SYSTEM_NAME, GRPC);
    match method.copied() {
        Some(Method::Known(name)) => match method::kept(name) {
            Some(name) => list.word(RPC_METHOD, name),
            None => list.text(RPC_METHOD, name),
        },
        Some(Method::Other(path)) => list.extend(other_method(path)),
        None => {}
    }
    if let Some(server) = server {
        list.value(SERVER_ADDRESS, server.address_value());
        if let Some(port) = server.port() {
            list.number(SERVER_PORT, port.into());
        }
    }
    list.done()
}

/// The two attributes of a method that is not recognised (RS-9); `path` is what was asked for.
pub fn other_method(path: &str) -> [KeyValue; 2] {
    [
        KeyValue::new(RPC_METHOD, "_OTHER"),
        KeyValue::new(RPC_METHOD_ORIGINAL, path.to_owned()),
    ]
}

#[cfg(test)]
mod tests;
