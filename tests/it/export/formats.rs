//! What else can be sent and written: JSON, compressed bodies, Zipkin, files.

use std::fs;
use std::path::PathBuf;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use traced::diagnostics::capture;
use traced::testing::Collector;
use traced_tests::backend::{Backend, Reply, names};
use traced_tests::grpc;

use super::{about, builder, context, over, spans, telemetry};

#[test]
fn otlp_in_json() {
    let backend = Backend::start(|_| Reply::ok_json("{}"));
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
    ]);
    spans(&telemetry, 2);
    telemetry.flush().unwrap();
    let request = &backend.requests()[0];
    assert_eq!(request.path, "/v1/traces");
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.spans, ["s0", "s1"]);
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
    let span = &body["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
    assert_eq!(span["traceId"].as_str().map(str::len), Some(32));
    assert!(span["startTimeUnixNano"].is_string(), "{span}");
    assert_eq!(telemetry.health()[0].exported, 2);
}

#[test]
fn a_partial_success_in_json_is_read() {
    let answer = r#"{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}"#;
    let backend = Backend::start(move |_| Reply::ok_json(answer));
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
    ]);
    spans(&telemetry, 3);
    let error = telemetry.flush().unwrap_err().to_string();
    assert!(error.ends_with("rejected 1 of 3 spans: too old"), "{error}");
    let health = &telemetry.health()[0];
    assert_eq!((health.exported, health.failed), (2, 1));
}

#[test]
fn bodies_are_compressed_over_http() {
    for protocol in ["http/protobuf", "http/json"] {
        let backend = Backend::start(|_| Reply::ok());
        let telemetry = telemetry(&[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
        ]);
        spans(&telemetry, 100);
        telemetry.flush().unwrap();
        let request = &backend.requests()[0];
        assert_eq!(request.header("content-encoding"), Some("gzip"));
        let length = request.header("content-length").unwrap();
        assert!(length.parse::<usize>().unwrap() < request.body.len());
        assert_eq!(request.spans.len(), 100);
    }
}

#[test]
fn messages_are_compressed_over_grpc() {
    let backend = grpc::Backend::start(|_| grpc::Reply::ok());
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "X-Team=pay"),
    ]);
    spans(&telemetry, 10);
    telemetry.flush().unwrap();
    let request = &backend.requests()[0];
    assert_eq!(request.headers["grpc-encoding"], "gzip");
    assert_eq!(request.headers["x-team"], "pay");
    assert_eq!(request.spans.len(), 10);
}

#[test]
fn zipkin() {
    let captured = capture();
    let backend = Backend::start(|index| match index {
        0 => Reply::text("503 Service Unavailable", "busy"),
        1 => Reply::text("202 Accepted", ""),
        _ => Reply::text("400 Bad Request", "no such field\nmore"),
    });
    let url = format!("{}/api/v2/spans", backend.url());
    let telemetry = telemetry(&[
        ("OTEL_TRACES_EXPORTER", "zipkin"),
        ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", &url),
    ]);
    spans(&telemetry, 2);
    telemetry.flush().unwrap();
    assert_eq!(telemetry.health()[0].exported, 2);
    let requests = backend.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].path, "/api/v2/spans");
    assert_eq!(requests[1].header("content-type"), Some("application/json"));
    assert_eq!(requests[1].spans, ["s0", "s1"]);
    let body: serde_json::Value = serde_json::from_slice(&requests[1].body).unwrap();
    assert_eq!(body[0]["localEndpoint"]["serviceName"], "export-tests");

    spans(&telemetry, 1);
    let cause = format!("cannot export traces: {url} answered 400 Bad Request: no such field");
    assert_eq!(telemetry.flush().unwrap_err().to_string(), cause);
    assert_eq!(about(&captured, &backend.url()), [cause]);
}

#[test]
fn a_silent_zipkin_is_given_up_by_its_own_variable() {
    let backend = Backend::start(|_| Reply::Hang);
    let telemetry = telemetry(&[
        ("OTEL_TRACES_EXPORTER", "zipkin"),
        ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", &backend.url()),
        ("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "200"),
    ]);
    spans(&telemetry, 1);
    let error = telemetry.flush().unwrap_err().to_string();
    let end = "no answer within 200ms (OTEL_EXPORTER_ZIPKIN_TIMEOUT)";
    assert!(error.ends_with(end), "{error}");
}

#[traced::traced("first.site", root, attrs(first.number = number))]
fn first(number: i64) {
    second(number);
}

#[traced::traced("second.site", attrs(second.number = number))]
fn second(number: i64) {
    std::hint::black_box(number);
}

#[test]
fn what_the_spans_of_a_site_share_is_sent_with_each_of_them() {
    for protocol in ["grpc", "http/protobuf"] {
        let collector = Collector::start().unwrap();
        let endpoint = match protocol {
            "grpc" => collector.grpc_endpoint(),
            _ => collector.http_endpoint(),
        };
        let telemetry = telemetry(&over(protocol, &endpoint));
        for number in 0..2 {
            traced::context::run_in(&context(&telemetry), || first(number));
            telemetry.flush().unwrap();
        }
        let facts: Vec<_> = collector
            .spans()
            .iter()
            .map(|received| {
                let text = |key: &str| {
                    let found = received.span.attributes.iter();
                    let mut found = found.filter(|one| one.key.as_str() == key);
                    let value = found.next().map(|one| one.value.to_string());
                    assert!(found.next().is_none(), "{key} twice");
                    value.unwrap_or_default()
                };
                let function = text("code.function.name");
                let function = function.rsplit("::").next().unwrap_or_default().to_owned();
                (function, text("first.number"), text("second.number"))
            })
            .collect();
        let of = |function: &str, first: &str, second: &str| {
            (function.to_owned(), first.to_owned(), second.to_owned())
        };
        assert_eq!(
            facts,
            [
                of("second", "", "0"),
                of("first", "0", ""),
                of("second", "", "1"),
                of("first", "1", ""),
            ]
        );
    }
}

/// A path of its own for each test, without a file.
fn path(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("traced-{}-{name}.jsonl", std::process::id()));
    let _ = fs::remove_file(&path);
    path
}

#[test]
fn a_file_has_one_request_on_each_line() {
    let path = path("lines");
    for _ in 0..2 {
        let telemetry = telemetry(&[
            ("OTEL_TRACES_EXPORTER", "file"),
            ("TRACED_FILE_PATH", path.to_str().unwrap()),
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2"),
        ]);
        spans(&telemetry, 3);
        telemetry.shutdown().unwrap();
        assert_eq!(telemetry.health()[0].exported, 3);
    }
    let text = fs::read_to_string(&path).unwrap();
    let found: Vec<_> = text
        .lines()
        .map(|line| {
            assert!(line.starts_with(r#"{"resourceSpans":[{"#), "{line}");
            names(&serde_json::from_str::<ExportTraceServiceRequest>(line).unwrap())
        })
        .collect();
    assert_eq!(
        found,
        [vec!["s0", "s1"], vec!["s2"], vec!["s0", "s1"], vec!["s2"]]
    );
    fs::remove_file(path).unwrap();
}

#[test]
fn a_file_is_bounded_and_what_does_not_fit_is_counted() {
    let captured = capture();
    let path = path("bounded");
    let telemetry = telemetry(&[
        ("OTEL_TRACES_EXPORTER", "file"),
        ("TRACED_FILE_PATH", path.to_str().unwrap()),
        ("TRACED_FILE_MAX_BYTES", "100"),
    ]);
    spans(&telemetry, 2);
    let error = telemetry.flush().unwrap_err().to_string();
    assert_eq!(
        error,
        format!(
            "cannot write traces to {}: it is as long as TRACED_FILE_MAX_BYTES allows; move it \
             away and start again",
            path.display()
        )
    );
    assert_eq!(telemetry.health()[0].failed, 2);
    assert_eq!(about(&captured, path.to_str().unwrap()), [error]);
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
    fs::remove_file(path).unwrap();
}

#[test]
fn a_file_that_cannot_be_written_is_refused_at_start() {
    let variables = [
        ("OTEL_TRACES_EXPORTER", "file"),
        ("TRACED_FILE_PATH", "/no/such/folder/traces.jsonl"),
    ];
    let error = builder(&variables).build().unwrap_err().to_string();
    let start = "traces cannot be written to /no/such/folder/traces.jsonl: ";
    assert!(error.starts_with(start), "{error}");
}

#[test]
fn several_exporters_at_once() {
    let path = path("several");
    let backend = Backend::start(|_| Reply::ok());
    let telemetry = telemetry(&[
        ("OTEL_TRACES_EXPORTER", "otlp,file"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url()),
        ("TRACED_FILE_PATH", path.to_str().unwrap()),
    ]);
    spans(&telemetry, 2);
    telemetry.shutdown().unwrap();
    for health in telemetry.health() {
        assert_eq!((health.exported, health.buffered), (2, 0), "{health:?}");
    }
    assert_eq!(backend.spans(), 2);
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 1);
    fs::remove_file(path).unwrap();
}
