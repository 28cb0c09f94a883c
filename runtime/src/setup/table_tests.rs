//! The table of variables in docs/setup.md against what the code does with each.

use std::collections::BTreeMap;

use super::config::Config;

/// What is said of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It changes the configuration.
    Kept,
    Refused,
    /// It changes nothing, and that is said.
    Said,
    /// It changes nothing, for it is somebody else's.
    Elsewhere,
}

use Fate::{Elsewhere, Kept, Refused, Said};

type Variables = &'static [(&'static str, &'static str)];

/// Each variable, a value that is not its default, and what has to be set besides.
const TABLE: &[(&str, &str, Fate, Variables)] = &[
    ("OTEL_SDK_DISABLED", "true", Kept, &[]),
    ("OTEL_SERVICE_NAME", "shop", Kept, &[]),
    ("OTEL_RESOURCE_ATTRIBUTES", "a=b", Kept, &[]),
    ("TRACED_RESOURCE_DETECTORS", "os", Kept, &[]),
    ("OTEL_TRACES_EXPORTER", "console", Kept, &[]),
    ("OTEL_TRACES_SAMPLER", "always_off", Kept, &[]),
    ("OTEL_TRACES_SAMPLER_ARG", "0.5", Kept, RATIO),
    ("OTEL_PROPAGATORS", "b3", Kept, &[]),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318", Kept, &[]),
    (
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "http://c/v1/traces",
        Kept,
        &[],
    ),
    ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", Kept, &[]),
    ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json", Kept, &[]),
    ("OTEL_EXPORTER_OTLP_HEADERS", "a=b", Kept, &[]),
    ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=b", Kept, &[]),
    ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip", Kept, &[]),
    ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "gzip", Kept, &[]),
    ("OTEL_EXPORTER_OTLP_TIMEOUT", "0", Kept, &[]),
    ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "7", Kept, &[]),
    // Any file will do to be read; what is in it is looked at when TLS is set up.
    ("OTEL_EXPORTER_OTLP_CERTIFICATE", FILE, Kept, &[]),
    ("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", FILE, Kept, &[]),
    ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", FILE, Kept, KEY),
    (
        "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
        FILE,
        Kept,
        KEY,
    ),
    ("OTEL_EXPORTER_OTLP_CLIENT_KEY", FILE, Kept, CERTIFICATE),
    (
        "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY",
        FILE,
        Kept,
        CERTIFICATE,
    ),
    ("OTEL_EXPORTER_OTLP_INSECURE", "true", Kept, BARE),
    ("OTEL_EXPORTER_OTLP_TRACES_INSECURE", "true", Kept, BARE),
    ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "http://z/spans", Kept, &[]),
    ("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "0", Kept, &[]),
    ("TRACED_FILE_PATH", "t.jsonl", Kept, &[]),
    ("TRACED_FILE_MAX_BYTES", "0", Kept, &[]),
    ("OTEL_BSP_MAX_QUEUE_SIZE", "999", Kept, &[]),
    ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "9", Kept, &[]),
    ("OTEL_BSP_SCHEDULE_DELAY", "9", Kept, &[]),
    ("OTEL_BSP_EXPORT_TIMEOUT", "0", Kept, &[]),
    ("OTEL_BSP_MAX_CONCURRENT_EXPORTS", "4", Said, &[]),
    ("OTEL_ATTRIBUTE_COUNT_LIMIT", "9", Kept, &[]),
    ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "9", Kept, &[]),
    ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "9", Kept, &[]),
    ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "9", Kept, &[]),
    ("OTEL_SPAN_EVENT_COUNT_LIMIT", "9", Kept, &[]),
    ("OTEL_SPAN_LINK_COUNT_LIMIT", "9", Kept, &[]),
    ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "9", Kept, &[]),
    ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "9", Kept, &[]),
    ("OTEL_LOG_LEVEL", "error", Kept, &[]),
    ("TRACED_DIAGNOSTICS", "error", Kept, &[]),
    ("OTEL_CONFIG_FILE", "otel.yaml", Refused, &[]),
    ("OTEL_EXPERIMENTAL_CONFIG_FILE", "otel.yaml", Refused, &[]),
    ("OTEL_ENTITIES", "service{}", Said, &[]),
    ("OTEL_EXPORTER_JAEGER_ENDPOINT", "http://j", Said, &[]),
    ("OTEL_EXPORTER_JAEGER_AGENT_HOST", "j", Said, &[]),
    ("OTEL_EXPORTER_JAEGER_AGENT_PORT", "6831", Said, &[]),
    (
        "OTEL_EXPORTER_JAEGER_PROTOCOL",
        "udp/thrift.compact",
        Said,
        &[],
    ),
    ("OTEL_SEMCONV_STABILITY_OPT_IN", "http/dup", Said, &[]),
    ("OTEL_METRICS_EXPORTER", "otlp", Elsewhere, &[]),
    ("OTEL_LOGS_EXPORTER", "otlp", Elsewhere, &[]),
    ("OTEL_METRIC_EXPORT_INTERVAL", "9", Elsewhere, &[]),
    ("OTEL_METRICS_EXEMPLAR_FILTER", "always_on", Elsewhere, &[]),
    ("OTEL_BLRP_SCHEDULE_DELAY", "9", Elsewhere, &[]),
    (
        "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS",
        "GET",
        Elsewhere,
        &[],
    ),
];

const FILE: &str = "Cargo.toml";
const RATIO: Variables = &[("OTEL_TRACES_SAMPLER", "traceidratio")];
const KEY: Variables = &[("OTEL_EXPORTER_OTLP_CLIENT_KEY", "src/lib.rs")];
const CERTIFICATE: Variables = &[("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "src/lib.rs")];
const BARE: Variables = &[
    ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "c:4317"),
];

fn config(variables: &[(&'static str, &'static str)]) -> Result<Config, String> {
    let variables = variables.to_vec();
    let read = move |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    Config::read(&read).map_err(|error| error.to_string())
}

#[test]
fn every_variable_has_the_fate_that_is_promised() {
    for &(name, value, fate, besides) in TABLE {
        // Two certificates and two keys are a pair already; alone, each is refused.
        let without = config(besides).unwrap_or_else(|_| config(&[]).unwrap());
        let with = config(&[besides, &[(name, value)]].concat());
        if fate == Refused {
            let error = with.unwrap_err();
            assert!(error.starts_with(&format!("{name}={value:?}: ")), "{error}");
            continue;
        }
        let with = with.unwrap();
        let said = with.notes.iter().filter(|note| note.starts_with(name));
        assert_eq!(
            said.count(),
            usize::from(fate == Said),
            "{name}: {:?}",
            with.notes
        );
        let [with, without] = [with, without].map(|mut config| {
            config.notes.clear();
            format!("{config:?}")
        });
        assert_eq!(with != without, fate == Kept, "{name}");
    }
}

#[test]
fn the_page_says_the_same() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/setup.md");
    let page = std::fs::read_to_string(page).expect("the page stands in the repository");
    let (_, rows) = page.split_once("<!-- variables").expect("the table");
    let (rows, _) = rows.split_once("\n## ").expect("another section");
    let promised: BTreeMap<&str, &str> = rows
        .lines()
        .filter_map(|row| {
            let (name, rest) = row.strip_prefix("| `")?.split_once("` | ")?;
            Some((name, rest.split(" |").next()?))
        })
        .collect();
    let known: BTreeMap<&str, &str> = TABLE
        .iter()
        .map(|(name, _, fate, _)| {
            let fate = match fate {
                Kept => "kept",
                Refused => "refused",
                Said => "said",
                Elsewhere => "elsewhere",
            };
            (*name, fate)
        })
        .collect();
    assert_eq!(promised, known);
}
