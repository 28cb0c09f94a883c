//! A collector that is gone for a while: the service does not notice, what waits is bounded,
//! and what the retry budget allows is delivered when it is back.

use std::sync::{Arc, Barrier};

use traced::diagnostics::capture;
use traced_tests::backend::{Backend, Reply, unused_url};
use traced_tests::grpc;

use super::{about, over, spans, telemetry, wait_for};

/// A collector of either protocol, at this URL.
fn collector(protocol: &str, url: &str) -> Box<dyn Collector> {
    match protocol {
        "grpc" => Box::new(grpc::Backend::start_at(url, |_| grpc::Reply::ok())),
        _ => Box::new(Backend::start_at(url, |_| Reply::ok())),
    }
}

trait Collector {
    fn names(&self) -> Vec<String>;
}

impl Collector for Backend {
    fn names(&self) -> Vec<String> {
        let requests = self.requests().into_iter();
        requests.flat_map(|request| request.spans).collect()
    }
}

impl Collector for grpc::Backend {
    fn names(&self) -> Vec<String> {
        let requests = self.requests().into_iter();
        requests.flat_map(|request| request.spans).collect()
    }
}

#[test]
fn spans_are_delivered_when_the_collector_is_back_in_time() {
    for protocol in ["http/protobuf", "http/json", "grpc"] {
        let captured = capture();
        let url = unused_url();
        let first = collector(protocol, &url);
        let mut variables = over(protocol, &url);
        variables.extend([
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
            ("OTEL_BSP_SCHEDULE_DELAY", "10"),
            ("OTEL_BSP_EXPORT_TIMEOUT", "60000"),
        ]);
        let telemetry = telemetry(&variables);
        spans(&telemetry, 2);
        telemetry.flush().unwrap();
        assert_eq!(first.names(), ["s0", "s1"], "{protocol}");

        drop(first);
        spans(&telemetry, 3);
        wait_for("the failure", || !about(&captured, &url).is_empty());
        assert_eq!(telemetry.health()[0].buffered, 3, "{protocol}");

        let second = collector(protocol, &url);
        wait_for("the spans", || telemetry.health()[0].exported == 5);
        assert_eq!(second.names(), ["s0", "s1", "s2"], "{protocol}");
        let lines = about(&captured, &url);
        assert_eq!(lines.len(), 2, "{protocol}: {lines:?}");
        assert!(
            lines[1].ends_with("answers again; nothing was lost"),
            "{lines:?}"
        );
        telemetry.shutdown().unwrap();
        assert_eq!(about(&captured, &url).len(), 2);
    }
}

#[test]
fn what_an_outage_beyond_the_budget_costs_is_counted_and_said() {
    for protocol in ["http/protobuf", "grpc"] {
        let captured = capture();
        let url = unused_url();
        let mut variables = over(protocol, &url);
        variables.extend([
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "5"),
        ]);
        let telemetry = telemetry(&variables);
        spans(&telemetry, 4);
        wait_for("the loss", || telemetry.health()[0].failed == 4);
        let backend = collector(protocol, &url);
        spans(&telemetry, 1);
        wait_for("the recovery", || telemetry.health()[0].exported == 1);
        assert_eq!(backend.names(), ["s0"]);
        wait_for("the words", || about(&captured, &url).len() == 2);
        let lines = about(&captured, &url);
        assert!(
            lines[0].ends_with("connection refused (nothing listens there)"),
            "{lines:?}"
        );
        assert!(
            lines[1].ends_with("answers again; 4 spans were lost"),
            "{lines:?}"
        );
        telemetry.shutdown().unwrap();
    }
}

#[test]
fn what_waits_is_bounded_and_nobody_waits_for_it() {
    let gate = Arc::new(Barrier::new(2));
    let slow = Arc::clone(&gate);
    let backend = Backend::start(move |index| {
        if index == 0 {
            slow.wait();
        }
        Reply::ok()
    });
    let telemetry = telemetry(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url()),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "100"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "50"),
    ]);
    spans(&telemetry, 50);
    wait_for("the batch that is answered slowly", || {
        backend.spans() == 50
    });
    // The service goes on: were it to wait for the export, this would not end.
    spans(&telemetry, 10_000);
    let health = &telemetry.health()[0];
    assert!(health.buffered <= 150, "{health:?}");
    assert_eq!(health.dropped + health.buffered, 10_050);
    gate.wait();
    telemetry.flush().unwrap();
    let health = &telemetry.health()[0];
    assert_eq!(health.exported + health.dropped, 10_050);
    assert_eq!(backend.spans() as u64, health.exported);
}
