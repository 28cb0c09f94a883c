//! Rules about attribute keys.

use crate::{Fact, Style};

/// The keys and namespaces that are set for the user, and what to do instead of setting them.
const RESERVED: &[(&str, &str)] = &[
    ("otel.kind", "write the argument `kind = ..`"),
    ("otel.name", "write the span's name as the first argument"),
    (
        "otel.status_code",
        "the status follows from what the function returns",
    ),
    (
        "otel.status_description",
        "the status follows from what the function returns",
    ),
    ("otel", "the namespace belongs to OpenTelemetry itself"),
    ("error.type", "it follows from what the function returns"),
    (
        "exception",
        "it is recorded when the function returns an error or panics",
    ),
    (
        "code",
        "it is the place of the function, which is always recorded",
    ),
    ("traced", "the namespace belongs to `traced` itself"),
];

/// Namespaces below which the last part of a key is data: a header, a label, a variable.
/// Source: the template attributes of the OpenTelemetry semantic conventions 1.44.0.
const TEMPLATES: &[&str] = &[
    "container.label",
    "db.elasticsearch.path_parts",
    "db.operation.parameter",
    "db.query.parameter",
    "gcp.gce.instance.labels",
    "http.request.header",
    "http.response.header",
    "k8s.cronjob.annotation",
    "k8s.cronjob.label",
    "k8s.daemonset.annotation",
    "k8s.daemonset.label",
    "k8s.deployment.annotation",
    "k8s.deployment.label",
    "k8s.job.annotation",
    "k8s.job.label",
    "k8s.namespace.annotation",
    "k8s.namespace.label",
    "k8s.node.annotation",
    "k8s.node.label",
    "k8s.persistentvolume.annotation",
    "k8s.persistentvolume.label",
    "k8s.persistentvolumeclaim.annotation",
    "k8s.persistentvolumeclaim.label",
    "k8s.pod.annotation",
    "k8s.pod.label",
    "k8s.replicaset.annotation",
    "k8s.replicaset.label",
    "k8s.service.annotation",
    "k8s.service.label",
    "k8s.service.selector",
    "k8s.statefulset.annotation",
    "k8s.statefulset.label",
    "process.environment_variable",
    "rpc.connect_rpc.request.metadata",
    "rpc.connect_rpc.response.metadata",
    "rpc.grpc.request.metadata",
    "rpc.grpc.response.metadata",
    "rpc.request.metadata",
    "rpc.response.metadata",
];

pub(super) fn reserved(key: &str) -> Option<String> {
    let (_, instead) = RESERVED
        .iter()
        .find(|(reserved, _)| is_below(key, reserved))?;
    Some(format!("attribute `{key}` is reserved; {instead}"))
}

pub(super) fn duplicate<L>(key: &str, before: &[Fact<L>]) -> Option<String> {
    let repeated = before.iter().any(|fact| fact.text == key);
    repeated.then(|| format!("attribute `{key}` is given twice; remove one"))
}

pub(super) fn style(key: &str) -> Option<String> {
    let style = Style::DottedSnakeCase;
    if style.accepts(key) || is_template(key) {
        return None;
    }
    Some(match style.convert(key) {
        Some(better) => format!("attribute `{key}` is not {style}; write `{better}`"),
        None if key.is_empty() => "attribute key is empty; name it, as in `order.id`".to_owned(),
        None => format!("attribute `{key}` has no word in it; name it, as in `order.id`"),
    })
}

fn is_below(key: &str, namespace: &str) -> bool {
    let rest = key.strip_prefix(namespace);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn is_template(key: &str) -> bool {
    TEMPLATES.iter().any(|template| {
        let rest = key.strip_prefix(template);
        let data = rest.and_then(|rest| rest.strip_prefix('.'));
        data.is_some_and(|data| !data.is_empty() && !data.contains(char::is_whitespace))
    })
}

#[cfg(test)]
mod tests {
    use super::{reserved, style};

    #[test]
    fn reserved_keys_say_what_to_do() {
        for key in [
            "error.type",
            "exception",
            "exception.message",
            "code.line.number",
            "otel.x",
        ] {
            assert!(reserved(key).is_some(), "{key}");
        }
        for key in ["error", "error.types", "errors.type", "codec", "order.code"] {
            assert_eq!(reserved(key), None, "{key}");
        }
    }

    #[test]
    fn data_in_a_key_has_no_style() {
        assert_eq!(style("http.request.header.x-id"), None);
        assert_eq!(style("process.environment_variable.PATH"), None);
        assert!(style("http.request.header.").is_some());
        assert!(style("http.request.header.x id").is_some());
        assert!(style("http.request.headers.x-id").is_some());
    }

    #[test]
    fn style_says_what_it_would_accept() {
        assert_eq!(
            style("order..Id").as_deref(),
            Some("attribute `order..Id` is not dotted snake_case; write `order.id`"),
        );
        assert_eq!(
            style("").as_deref(),
            Some("attribute key is empty; name it, as in `order.id`"),
        );
    }
}
