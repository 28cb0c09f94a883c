//! How the spans of a type are called.

use super::values::Values;

/// For types whose names follow from their attributes alone.
pub(super) fn never(_: &str, _: &Values<'_>) -> bool {
    false
}

/// `{method} {route}`, or `{method}` where no route is known.
fn http(value: &Values<'_>, route: &str) -> Option<String> {
    let method = http_method(value)?;
    Some(match value(route) {
        Some(route) => format!("{method} {route}"),
        None => method,
    })
}

/// The method; an unknown one is `HTTP`.
fn http_method(value: &Values<'_>) -> Option<String> {
    Some(match value("http.request.method")? {
        other if other == "_OTHER" => "HTTP".to_owned(),
        method => method,
    })
}

pub(super) fn http_server(value: &Values<'_>) -> Option<String> {
    http(value, "http.route")
}

pub(super) fn http_client(value: &Values<'_>) -> Option<String> {
    http(value, "url.template")
}

/// An application may supply another target than the route, only not one that differs from
/// request to request: "instrumentation MUST NOT default to using URI path as a `{target}`".
pub(super) fn is_method_and_target(name: &str, value: &Values<'_>) -> bool {
    let Some(method) = http_method(value) else {
        return false;
    };
    let target = name.strip_prefix(method.as_str());
    let Some(target) = target.and_then(|rest| rest.strip_prefix(' ')) else {
        return false;
    };
    let path = value("url.full").map(|full| path_of(&full).to_owned());
    let of_request = [value("url.path"), path, value("server.address")];
    let is_of_request =
        target.contains("://") || of_request.iter().flatten().any(|it| it == target);
    !target.trim().is_empty() && !is_of_request
}

/// The path of an absolute URL.
fn path_of(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme
        .find('/')
        .map_or("", |slash| &after_scheme[slash..]);
    let end = path.find(['?', '#']).unwrap_or(path.len());
    &path[..end]
}

pub(super) fn rpc(value: &Values<'_>) -> Option<String> {
    let method = value("rpc.method").filter(|method| method != "_OTHER");
    method.or_else(|| value("rpc.system.name"))
}

/// The summary; else operation and target, either alone; else the system.
pub(super) fn database(value: &Values<'_>) -> Option<String> {
    if let Some(summary) = value("db.query.summary") {
        return Some(summary);
    }
    let named = value("db.collection.name")
        .or_else(|| value("db.stored_procedure.name"))
        .or_else(|| value("db.namespace"))
        .or_else(|| server(value));
    match (value("db.operation.name"), named) {
        (Some(operation), Some(target)) => Some(format!("{operation} {target}")),
        (Some(operation), None) => Some(operation),
        (None, Some(target)) => Some(target),
        (None, None) => value("db.system.name"),
    }
}

/// Operation and destination; one that does not last is no part of a name.
pub(super) fn messaging(value: &Values<'_>) -> Option<String> {
    let operation = value("messaging.operation.name")?;
    let lasts = ["temporary", "anonymous"].iter().all(|word| {
        let flag = value(&format!("messaging.destination.{word}"));
        flag.as_deref() != Some("true")
    });
    let destination = value("messaging.destination.template")
        .or_else(|| value("messaging.destination.name").filter(|_| lasts))
        .or_else(|| server(value));
    Some(match destination {
        Some(destination) => format!("{operation} {destination}"),
        None => operation,
    })
}

fn server(value: &Values<'_>) -> Option<String> {
    let (address, port) = (value("server.address")?, value("server.port"));
    Some(match port {
        Some(port) => format!("{address}:{port}"),
        None => address,
    })
}
