//! One table per variable: what it holds, and what comes of it.

use std::time::Duration;

use opentelemetry_sdk::trace::SpanLimits;

use super::Config;
use crate::diagnostics::{Level, Verbosity};
use crate::export::otlp::Protocol;
use crate::setup::Exporter;
use crate::setup::propagators::Propagator;

/// The configuration that these variables give.
fn config(variables: &[(&str, &str)]) -> Result<Config, String> {
    let variables: Vec<(String, String)> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let read = move |name: &str| {
        let found = variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    Config::read(&read).map_err(|error| error.to_string())
}

fn one(name: &str, value: &str) -> Config {
    config(&[(name, value)]).unwrap()
}

fn refusal(name: &str, value: &str) -> String {
    config(&[(name, value)]).unwrap_err()
}

#[test]
fn nothing_set_is_the_specification() {
    let config = config(&[]).unwrap();
    assert!(!config.disabled);
    assert_eq!(config.exporters, None);
    assert!(config.sampler.is_none());
    assert_eq!(
        config.propagators,
        [Propagator::TraceContext, Propagator::Baggage]
    );
    assert_eq!(config.otlp.protocol, Protocol::HttpProtobuf);
    assert_eq!(
        config.otlp.endpoint.to_string(),
        "http://localhost:4318/v1/traces"
    );
    assert!(config.otlp.endpoint.is_default());
    assert_eq!(config.otlp.timeout, Some(Duration::from_secs(10)));
    let worker = config.worker;
    // The specification's 2048 overflow in a fiftieth of a second at 100,000 spans a second.
    assert_eq!(
        (worker.max_queue_size, worker.max_batch_size),
        (65_536, 512)
    );
    assert_eq!(worker.schedule_delay, Duration::from_secs(5));
    assert_eq!(worker.export_timeout, Some(Duration::from_secs(30)));
    assert_eq!(config.notes, [""; 0]);
}

#[test]
fn an_empty_variable_is_unset() {
    for name in [
        "OTEL_TRACES_EXPORTER",
        "OTEL_TRACES_SAMPLER",
        "OTEL_CONFIG_FILE",
    ] {
        assert!(config(&[(name, " ")]).unwrap().exporters.is_none());
    }
}

#[test]
fn otel_sdk_disabled() {
    assert!(one("OTEL_SDK_DISABLED", "TRUE").disabled);
    assert!(!one("OTEL_SDK_DISABLED", "false").disabled);
    let odd = one("OTEL_SDK_DISABLED", "1");
    assert!(!odd.disabled);
    assert_eq!(
        odd.notes,
        ["OTEL_SDK_DISABLED=\"1\" is neither true nor false and counts as false"]
    );
}

#[test]
fn otel_traces_exporter() {
    let exporters = |value| one("OTEL_TRACES_EXPORTER", value).exporters.unwrap();
    assert_eq!(exporters("otlp"), [Exporter::Otlp]);
    assert_eq!(exporters("Console"), [Exporter::Console]);
    assert_eq!(exporters("none"), []);
    assert_eq!(
        exporters("otlp, console,otlp"),
        [Exporter::Otlp, Exporter::Console]
    );
    assert_eq!(
        exporters("file,otlp/stdout,zipkin,logging"),
        [
            Exporter::File,
            Exporter::Stdout,
            Exporter::Zipkin,
            Exporter::Console
        ]
    );
    assert_eq!(
        refusal("OTEL_TRACES_EXPORTER", "otpl"),
        "OTEL_TRACES_EXPORTER=\"otpl\": there is no exporter \"otpl\"; accepted: otlp, console, \
         file, otlp/stdout, zipkin, several of them between commas, or none"
    );
    assert!(refusal("OTEL_TRACES_EXPORTER", "jaeger").contains("Jaeger takes \"otlp\""));
    assert!(refusal("OTEL_TRACES_EXPORTER", "none,otlp").contains("cannot be combined"));
}

#[test]
fn otel_traces_sampler() {
    for (name, debug) in [
        ("always_on", "AlwaysOn"),
        ("ALWAYS_OFF", "AlwaysOff"),
        ("traceidratio", "TraceIdRatioBased(1.0)"),
        ("parentbased_always_on", "ParentBased(AlwaysOn)"),
        ("parentbased_always_off", "ParentBased(AlwaysOff)"),
        (
            "parentbased_traceidratio",
            "ParentBased(TraceIdRatioBased(1.0))",
        ),
    ] {
        let sampler = one("OTEL_TRACES_SAMPLER", name).sampler.unwrap();
        assert_eq!(format!("{sampler:?}"), debug);
    }
    for name in ["jaeger_remote", "parentbased_jaeger_remote", "xray"] {
        let config = one("OTEL_TRACES_SAMPLER", name);
        assert!(config.sampler.is_none(), "the default");
        let start =
            format!("OTEL_TRACES_SAMPLER={name:?} is not supported; parentbased_always_on is used");
        assert!(config.notes[0].starts_with(&start), "{:?}", config.notes);
    }
    for name in ["sometimes", "parentbased_"] {
        let error = refusal("OTEL_TRACES_SAMPLER", name);
        assert!(
            error.starts_with(&format!("OTEL_TRACES_SAMPLER={name:?}: ")),
            "{error}"
        );
        assert!(
            error.contains("accepted: always_on, always_off, traceidratio"),
            "{error}"
        );
    }
}

#[test]
fn otel_traces_sampler_arg() {
    let ratio = |arg| {
        config(&[
            ("OTEL_TRACES_SAMPLER", "traceidratio"),
            ("OTEL_TRACES_SAMPLER_ARG", arg),
        ])
    };
    let sampler = ratio("0.25").unwrap().sampler.unwrap();
    assert_eq!(format!("{sampler:?}"), "TraceIdRatioBased(0.25)");
    assert_eq!(
        ratio("2.5").unwrap_err(),
        "OTEL_TRACES_SAMPLER_ARG=\"2.5\": the ratio is out of range; accepted: a number from 0.0 \
         (no trace) to 1.0 (every trace)"
    );
    assert!(ratio("10%").unwrap_err().contains("not a number"));
    assert!(ratio("NaN").unwrap_err().contains("out of range"));
    // An argument that no sampler takes is none of our business.
    assert!(config(&[("OTEL_TRACES_SAMPLER_ARG", "x")]).is_ok());
}

#[test]
fn otel_propagators() {
    let named = |value| one("OTEL_PROPAGATORS", value);
    assert_eq!(named("none").propagators, []);
    assert_eq!(named("baggage").propagators, [Propagator::Baggage]);
    assert_eq!(
        named("b3, B3Multi,jaeger,b3,tracecontext").propagators,
        [
            Propagator::B3,
            Propagator::B3Multi,
            Propagator::Jaeger,
            Propagator::TraceContext
        ]
    );
    let unknown = |name| {
        format!(
            "OTEL_PROPAGATORS: {name:?} is not supported and is ignored; accepted: tracecontext, \
             baggage, b3, b3multi, jaeger, none"
        )
    };
    let some = named("tracecontext,xray");
    assert_eq!(some.propagators, [Propagator::TraceContext]);
    assert_eq!(some.notes, [unknown("xray")]);
    let nothing = named("ottrace");
    assert_eq!(
        nothing.propagators,
        [Propagator::TraceContext, Propagator::Baggage]
    );
    assert_eq!(
        nothing.notes,
        [
            unknown("ottrace"),
            "OTEL_PROPAGATORS names no propagator that is supported; tracecontext,baggage are used"
                .to_owned()
        ]
    );
}

#[test]
fn otel_resource_attributes() {
    let config = one(
        "OTEL_RESOURCE_ATTRIBUTES",
        "deployment.environment.name=prod%2Ceu, team = pay ,broken,=x,bad=%zz,",
    );
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(
        config.resource.attributes,
        [
            pair("deployment.environment.name", "prod,eu"),
            pair("team", "pay")
        ]
    );
    assert_eq!(
        config.notes,
        [
            "OTEL_RESOURCE_ATTRIBUTES: entry 3 is not key=value and is ignored",
            "OTEL_RESOURCE_ATTRIBUTES: entry 4 has no key and is ignored",
            "OTEL_RESOURCE_ATTRIBUTES: entry 5 has a % that is not followed by two hexadecimal \
             digits and is ignored",
        ]
    );
}

#[test]
fn otel_bsp() {
    let worker = one("OTEL_BSP_SCHEDULE_DELAY", "250").worker;
    assert_eq!(worker.schedule_delay, Duration::from_millis(250));
    assert_eq!(
        one("OTEL_BSP_EXPORT_TIMEOUT", "0").worker.export_timeout,
        None
    );
    let small = one("OTEL_BSP_MAX_QUEUE_SIZE", "100");
    assert_eq!(
        (small.worker.max_queue_size, small.worker.max_batch_size),
        (100, 100)
    );
    assert_eq!(small.notes, [""; 0]);
    let odd = config(&[
        ("OTEL_BSP_MAX_QUEUE_SIZE", "10"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "20"),
    ])
    .unwrap();
    assert_eq!(odd.worker.max_batch_size, 10);
    assert_eq!(odd.notes.len(), 1);
    for (value, used) in [("-1", 65_536), ("many", 65_536), ("0", 65_536)] {
        let config = one("OTEL_BSP_MAX_QUEUE_SIZE", value);
        assert_eq!(config.worker.max_queue_size, used);
        assert_eq!(config.notes.len(), 1, "{value}: {:?}", config.notes);
    }
}

#[test]
fn span_limits() {
    let limits = |variables: &[(&str, &str)]| config(variables).unwrap();
    let general = limits(&[("OTEL_ATTRIBUTE_COUNT_LIMIT", "7")]).limits;
    assert_eq!(
        [
            general.max_attributes_per_span,
            general.max_attributes_per_event,
            general.max_attributes_per_link
        ],
        [7; 3]
    );
    let own = limits(&[
        ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "1"),
        ("OTEL_SPAN_EVENT_COUNT_LIMIT", "2"),
        ("OTEL_SPAN_LINK_COUNT_LIMIT", "3"),
        ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "4"),
        ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "5"),
        ("OTEL_ATTRIBUTE_COUNT_LIMIT", "9"),
    ]);
    let SpanLimits {
        max_attributes_per_span,
        max_events_per_span,
        max_links_per_span,
        max_attributes_per_event,
        max_attributes_per_link,
    } = own.limits;
    assert_eq!((max_attributes_per_span, max_events_per_span), (1, 2));
    assert_eq!(
        (
            max_links_per_span,
            max_attributes_per_event,
            max_attributes_per_link
        ),
        (3, 4, 5)
    );
    assert_eq!(own.value_length, None);
    let long = limits(&[("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "64")]);
    assert_eq!(long.value_length, Some(64));
}

#[test]
fn traced_diagnostics() {
    assert_eq!(
        one("TRACED_DIAGNOSTICS", "off").diagnostics,
        Some(Level::Off)
    );
    assert_eq!(
        one("TRACED_DIAGNOSTICS", "Error").diagnostics,
        Some(Level::Error)
    );
    assert!(refusal("TRACED_DIAGNOSTICS", "loud").ends_with("accepted: off, warn, error"));
}

#[test]
fn otel_log_level() {
    let verbosity = |value| one("OTEL_LOG_LEVEL", value).verbosity;
    assert_eq!(config(&[]).unwrap().verbosity, Verbosity::Info);
    assert_eq!(verbosity("off"), Verbosity::Off);
    assert_eq!(verbosity("ERROR"), Verbosity::Error);
    assert_eq!(verbosity("warn"), Verbosity::Warn);
    assert_eq!(verbosity("debug"), Verbosity::Info);
    let odd = one("OTEL_LOG_LEVEL", "loud");
    assert_eq!((odd.verbosity, odd.notes.len()), (Verbosity::Info, 1));
}

#[test]
fn the_file_and_zipkin() {
    let config = config(&[]).unwrap();
    assert_eq!(config.file.path.to_str(), Some("traces.jsonl"));
    assert_eq!(config.file.max_bytes, Some(1 << 30));
    assert_eq!(
        config.zipkin.endpoint.to_string(),
        "http://localhost:9411/api/v2/spans"
    );
    assert_eq!(config.zipkin.timeout, Some(Duration::from_secs(10)));
    assert_eq!(one("TRACED_FILE_MAX_BYTES", "0").file.max_bytes, None);
    assert_eq!(
        one("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "0").zipkin.timeout,
        None
    );
    assert!(refusal("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "zipkin:9411").contains("has no scheme"));
}

#[test]
fn resource_detectors() {
    let notes = |value| one("TRACED_RESOURCE_DETECTORS", value).notes;
    assert_eq!(notes("process,host"), [""; 0]);
    assert!(notes("process,k8s")[0].contains("\"k8s\" is no detector"));
}

#[test]
fn a_configuration_file_is_refused() {
    for name in ["OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"] {
        assert!(refusal(name, "otel.yaml").starts_with(&format!("{name}=\"otel.yaml\"")));
    }
}

#[test]
fn what_is_ignored_is_said() {
    let config = one("OTEL_EXPORTER_JAEGER_ENDPOINT", "http://jaeger:14268");
    assert_eq!(
        config.notes,
        [
            "OTEL_EXPORTER_JAEGER_ENDPOINT is not supported and is ignored: Jaeger takes OTLP: set \
          OTEL_EXPORTER_OTLP_ENDPOINT"
        ]
    );
}
