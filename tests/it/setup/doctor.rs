//! The doctor against collectors that live, refuse and are dead.

use traced::setup::{Finding, Report};
use traced::testing::{Collector, Reply};
use traced_tests::backend::{self, Backend, unused_url};

use super::builder;

/// The steps, each with the mark it is printed with.
fn steps(report: &Report) -> Vec<String> {
    report.steps.iter().map(ToString::to_string).collect()
}

fn last(report: &Report) -> (Finding, &str) {
    let step = report.steps.last().expect("a step");
    (step.finding, &step.text)
}

#[test]
fn a_live_collector_is_sound_over_each_protocol() {
    let collector = Collector::start().unwrap();
    for (protocol, endpoint, target) in [
        ("grpc", collector.grpc_endpoint(), collector.grpc_endpoint()),
        (
            "http/protobuf",
            collector.http_endpoint(),
            format!("{}/v1/traces", collector.http_endpoint()),
        ),
    ] {
        let report = builder(
            "shop",
            &[
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
                ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=secret"),
            ],
        )
        .doctor();
        assert!(report.is_sound(), "{report}");
        let address = endpoint.trim_start_matches("http://");
        let steps = steps(&report);
        assert_eq!(
            steps[..3],
            [
                format!(
                    "ok  traces of \"shop\" go to {target} (OTLP, {protocol}, header \
                     authorization=***)"
                ),
                format!("ok  {address} accepts connections"),
                format!("ok  {target} takes an empty export"),
            ]
        );
        let sent = format!("ok  {target} takes a span: \"traced.doctor\" in trace ");
        assert!(steps[3].starts_with(&sent), "{}", steps[3]);
        let spans = collector.spans();
        let span = spans.last().expect("the span arrived");
        assert_eq!(
            (&*span.span.name, &*span.service),
            ("traced.doctor", "shop")
        );
        assert!(steps[3].ends_with(&span.span.span_context.trace_id().to_string()));
        assert!(report.to_string().ends_with("traces arrive"));
    }
    assert_eq!(collector.spans().len(), 2);
}

#[tokio::test]
async fn a_dead_port_is_named_with_what_to_do() {
    let url = unused_url();
    for protocol in ["grpc", "http/json"] {
        let report = builder(
            "shop",
            &[
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                ("OTEL_EXPORTER_OTLP_ENDPOINT", &url),
            ],
        )
        .doctor();
        let address = url.trim_start_matches("http://");
        let expected = format!(
            "{address} refuses connections: nothing listens there; start a collector there, or \
             set OTEL_EXPORTER_OTLP_ENDPOINT to one that runs (OTEL_TRACES_EXPORTER=console \
             prints traces without one)"
        );
        assert_eq!(last(&report), (Finding::Faulty, &*expected));
        assert!(!report.is_sound());
        assert!(report.to_string().ends_with("traces do not arrive"));
    }
}

#[test]
fn an_unknown_host_is_named() {
    let report = builder(
        "shop",
        &[(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://collector.invalid:4318",
        )],
    )
    .doctor();
    let (finding, text) = last(&report);
    assert_eq!(finding, Finding::Faulty);
    let start = "the name \"collector.invalid\" cannot be resolved: ";
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn what_a_collector_refuses_is_quoted() {
    let http = Backend::start(|_| backend::Reply::text("401 Unauthorized", "no token"));
    let report = builder("shop", &[("OTEL_EXPORTER_OTLP_ENDPOINT", &http.url())]).doctor();
    let cause = format!(
        "cannot export traces: {}/v1/traces answered 401 Unauthorized: no token",
        http.url()
    );
    assert_eq!(last(&report), (Finding::Faulty, &*cause));

    let collector = Collector::builder()
        .respond(|spans| match spans.len() {
            0 => Reply::Accept,
            _ => Reply::Partial {
                rejected: 1,
                message: "no quota".to_owned(),
            },
        })
        .start()
        .unwrap();
    let endpoint = collector.grpc_endpoint();
    let report = builder(
        "shop",
        &[
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
        ],
    )
    .doctor();
    let cause = format!("{endpoint} rejects a span: no quota");
    assert_eq!(last(&report), (Finding::Faulty, &*cause));
}

#[test]
fn what_is_refused_or_odd_is_said_before_anything_is_sent() {
    let refused = builder("shop", &[("OTEL_TRACES_EXPORTER", "otpl")]).doctor();
    let (finding, text) = last(&refused);
    assert_eq!(finding, Finding::Faulty);
    let start = "the configuration is refused: OTEL_TRACES_EXPORTER=\"otpl\": ";
    assert!(text.starts_with(start), "{text}");

    let nowhere = builder("", &[("OTEL_TRACES_EXPORTER", "none")]).doctor();
    assert!(nowhere.is_sound());
    let steps = steps(&nowhere);
    assert!(
        steps[0].starts_with("?   the service has no name"),
        "{steps:?}"
    );
    assert_eq!(steps[1], "?   OTEL_TRACES_EXPORTER=none: traces go nowhere");
}

#[test]
fn zipkin_and_files_are_checked_too() {
    let backend = Backend::start(|_| backend::Reply::text("202 Accepted", ""));
    let path = std::env::temp_dir().join(format!("traced-doctor-{}.jsonl", std::process::id()));
    let report = builder(
        "shop",
        &[
            ("OTEL_TRACES_EXPORTER", "zipkin,file"),
            ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", &backend.url()),
            ("TRACED_FILE_PATH", path.to_str().unwrap()),
        ],
    )
    .doctor();
    assert!(report.is_sound(), "{report}");
    assert_eq!(backend.requests()[0].spans, ["traced.doctor"]);
    let expected = format!("{} can be written", path.display());
    assert_eq!(last(&report), (Finding::Sound, &*expected));
    std::fs::remove_file(path).unwrap();
}
