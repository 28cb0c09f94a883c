//! What the code chooses, against what the environment says.

mod doctor;

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{InMemorySpanExporter, Sampler};
use traced::opentelemetry::{Context, KeyValue};
use traced::provider::{Local, Scope};
use traced::setup::{Builder, Exporter};
use traced::span::SpanStart;
use traced::{SetupError, Telemetry};
use traced_tests::backend::{Backend, Reply};

const ATTRIBUTES: (&str, &str) = ("OTEL_RESOURCE_ATTRIBUTES", "service.name=attributes");

const SCOPE: Scope = Scope::new("setup-tests", "1");

fn builder(name: &str, variables: &[(&str, &str)]) -> Builder {
    let variables: Vec<(String, String)> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    traced::builder(name).environment(move |name| {
        let found = variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    })
}

fn span(telemetry: &Telemetry, text: &'static str) {
    let cx = Context::new().with_value(Local(telemetry.provider()));
    let span = SpanStart::new(&SCOPE, "one").parent(cx).root();
    span.attributes(vec![KeyValue::new("text", text)])
        .start()
        .end();
}

fn attribute(telemetry: &Telemetry, key: &'static str) -> Option<String> {
    let value = telemetry.resource().get(&key.into());
    value.map(|value| value.to_string())
}

#[test]
fn the_service_has_the_name_of_the_strongest_source() {
    let name = |name, variables, resource: Option<Resource>| {
        let mut builder = builder(name, variables).exporter(InMemorySpanExporter::default());
        if let Some(resource) = resource {
            builder = builder.resource(resource);
        }
        let telemetry = builder.build().unwrap();
        attribute(&telemetry, "service.name").unwrap()
    };
    let given = || {
        let attribute = KeyValue::new("service.name", "resource");
        Some(Resource::builder_empty().with_attribute(attribute).build())
    };
    assert_eq!(name("code", &[], None), "code");
    assert_eq!(name("code", &[ATTRIBUTES], None), "attributes");
    assert_eq!(name("code", &[ATTRIBUTES], given()), "resource");
    assert_eq!(
        name(
            "code",
            &[ATTRIBUTES, ("OTEL_SERVICE_NAME", "environment")],
            given()
        ),
        "environment"
    );
    assert!(name("", &[], None).starts_with("unknown_service:"));
}

#[test]
fn the_resource_names_the_sdk() {
    let telemetry = builder("s", &[("OTEL_TRACES_EXPORTER", "none")])
        .build()
        .unwrap();
    assert_eq!(
        attribute(&telemetry, "telemetry.sdk.language").as_deref(),
        Some("rust")
    );
}

#[test]
fn an_exporter_in_the_code_wins_over_the_environment() {
    let exporter = InMemorySpanExporter::default();
    let variables = &[
        ("OTEL_TRACES_EXPORTER", "none"),
        ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "2"),
    ];
    let telemetry = builder("s", variables)
        .exporter(exporter.clone())
        .build()
        .unwrap();
    span(&telemetry, "long");
    telemetry.flush().unwrap();
    let spans = exporter.get_finished_spans().unwrap();
    assert_eq!(spans[0].attributes, [KeyValue::new("text", "lo")]);
    assert_eq!(telemetry.health()[0].target, "InMemorySpanExporter");
}

#[test]
fn every_exporter_gets_every_span() {
    let exporters = [
        InMemorySpanExporter::default(),
        InMemorySpanExporter::default(),
    ];
    let [first, second] = exporters.clone();
    let telemetry = builder("s", &[])
        .exporter(first)
        .exporter(second)
        .build()
        .unwrap();
    span(&telemetry, "x");
    telemetry.shutdown().unwrap();
    for health in telemetry.health() {
        assert_eq!((health.exported, health.buffered), (1, 0));
    }
    for exporter in exporters {
        assert!(exporter.is_shutdown_called());
    }
}

#[test]
fn a_sampler_in_the_code_wins_over_the_environment() {
    let exporter = InMemorySpanExporter::default();
    let telemetry = builder("s", &[("OTEL_TRACES_SAMPLER", "always_on")])
        .sampler(Sampler::AlwaysOff)
        .exporter(exporter.clone())
        .build()
        .unwrap();
    span(&telemetry, "x");
    telemetry.flush().unwrap();
    assert_eq!(exporter.get_finished_spans().unwrap().len(), 0);
}

#[test]
fn the_environment_wins_over_the_default_exporter() {
    let console = builder("s", &[])
        .default_exporter(Exporter::Console)
        .build()
        .unwrap();
    assert_eq!(console.health(), []);
    let otlp = builder("s", &[("OTEL_TRACES_EXPORTER", "otlp")])
        .default_exporter(Exporter::Console)
        .build()
        .unwrap();
    assert_eq!(otlp.health()[0].target, "http://localhost:4318/v1/traces");
}

#[test]
fn a_refusal_can_be_taken_apart() {
    let error = builder("s", &[("OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense")]).build();
    let Err(SetupError::Variable { name, value, .. }) = error else {
        panic!("not refused for its variable: {error:?}");
    };
    assert_eq!(
        (name.as_str(), value.as_str()),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense")
    );
}

#[test]
fn dropping_the_guard_delivers() {
    let backend = Backend::start(|_| Reply::ok());
    let url = backend.url();
    let read = move |name: &str| (name == "OTEL_EXPORTER_OTLP_ENDPOINT").then(|| url.clone());
    let telemetry = traced::builder("s").environment(read).build().unwrap();
    span(&telemetry, "x");
    drop(telemetry);
    assert_eq!(backend.requests()[0].spans, ["one"]);
}

#[test]
fn what_can_be_found_out_is_in_the_resource() {
    let exporter = InMemorySpanExporter::default();
    let built = |variables: &[(&str, &str)]| {
        let builder = builder("s", variables).exporter(exporter.clone());
        builder.build().unwrap()
    };
    let all = built(&[]);
    let own = |key| attribute(&all, key).unwrap_or_default();
    assert_eq!(own("process.pid"), std::process::id().to_string());
    let program = std::env::current_exe().unwrap();
    assert_eq!(own("process.executable.path"), program.to_str().unwrap());
    assert_eq!(
        own("os.type"),
        std::env::consts::OS.replace("macos", "darwin")
    );
    assert_ne!(own("host.arch"), "");
    assert_eq!(own("service.instance.id").len(), 36);
    assert_ne!(
        own("service.instance.id"),
        attribute(&built(&[]), "service.instance.id").unwrap()
    );
    assert_eq!(own("telemetry.sdk.language"), "rust");
    assert_eq!(own("telemetry.distro.name"), "traced");

    let some = built(&[("TRACED_RESOURCE_DETECTORS", "process, os")]);
    assert!(attribute(&some, "process.pid").is_some());
    assert!(attribute(&some, "os.type").is_some());
    assert_eq!(attribute(&some, "host.arch"), None);
    assert_eq!(attribute(&some, "service.instance.id"), None);

    // What a person says wins over what was found out.
    let said = built(&[("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=pod-1")]);
    assert_eq!(
        attribute(&said, "service.instance.id").as_deref(),
        Some("pod-1")
    );
}
