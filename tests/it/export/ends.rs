//! The end, told truthfully and in time, from wherever it is asked for: over real sockets.

use std::time::Duration;

use tokio::runtime::Builder;
use traced::Telemetry;
use traced::testing::{Collector, Reply};
use traced_tests::backend::unused_url;

use super::{over, spans, telemetry};

const PROTOCOLS: [&str; 2] = ["http/protobuf", "grpc"];

fn endpoint(collector: &Collector, protocol: &str) -> String {
    match protocol {
        "grpc" => collector.grpc_endpoint(),
        _ => collector.http_endpoint(),
    }
}

type End = fn(Telemetry) -> Result<(), String>;

/// Where an end may be asked for.
const PLACES: [(&str, End); 6] = [
    ("no runtime", end),
    ("a current-thread runtime", |telemetry| {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { end(telemetry) })
    }),
    ("a current-thread runtime that knows no time", |telemetry| {
        let runtime = Builder::new_current_thread().build().unwrap();
        runtime.block_on(async { end(telemetry) })
    }),
    ("the only worker of a runtime", |telemetry| {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async { tokio::spawn(async { end(telemetry) }).await.unwrap() })
    }),
    ("a blocking thread", |telemetry| {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let end = tokio::task::spawn_blocking(|| end(telemetry));
            end.await.unwrap()
        })
    }),
    ("a destructor in a panic", |telemetry| {
        struct Ends<'a>(Option<Telemetry>, &'a mut Option<Result<(), String>>);
        impl Drop for Ends<'_> {
            fn drop(&mut self) {
                assert!(std::thread::panicking());
                *self.1 = self.0.take().map(end);
            }
        }
        let mut result = None;
        let ends = Ends(Some(telemetry), &mut result);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
            let _ends = ends;
            panic!("the service");
        }));
        assert!(panicked.is_err());
        result.unwrap()
    }),
];

/// Shuts down twice, which must come to the same.
#[expect(clippy::needless_pass_by_value, reason = "it is the end of it, too")]
fn end(telemetry: Telemetry) -> Result<(), String> {
    let end = || telemetry.shutdown().map_err(|error| error.to_string());
    let first = end();
    assert_eq!(first, end());
    first
}

#[test]
fn everything_is_delivered_from_everywhere() {
    for protocol in PROTOCOLS {
        for (place, ended) in PLACES {
            let collector = Collector::start().unwrap();
            let endpoint = endpoint(&collector, protocol);
            let telemetry = telemetry(&over(protocol, &endpoint));
            spans(&telemetry, 3);
            assert_eq!(ended(telemetry), Ok(()), "{protocol} in {place}");
            assert_eq!(collector.spans().len(), 3, "{protocol} in {place}");
        }
    }
}

#[test]
fn a_failure_is_told_everywhere() {
    for protocol in PROTOCOLS {
        for (place, ended) in PLACES {
            let url = unused_url();
            let telemetry = telemetry(&over(protocol, &url));
            spans(&telemetry, 3);
            let error = ended(telemetry).unwrap_err();
            assert!(
                error.contains("connection refused"),
                "{protocol} in {place}: {error}"
            );
        }
    }
}

#[test]
fn a_collector_that_is_silent_is_left_in_time() {
    for protocol in PROTOCOLS {
        let collector = Collector::builder()
            .respond(|_| Reply::Silence)
            .start()
            .unwrap();
        let endpoint = endpoint(&collector, protocol);
        let telemetry = telemetry(&over(protocol, &endpoint));
        spans(&telemetry, 3);
        let error = telemetry.shutdown_within(Duration::from_millis(200));
        let error = error.unwrap_err().to_string();
        let start = "the time for shutdown() passed: 3 spans failed, 0 dropped";
        assert!(error.starts_with(start), "{protocol}: {error}");
        let health = &telemetry.health()[0];
        assert_eq!((health.failed, health.buffered), (3, 0), "{protocol}");
    }
}

#[test]
fn one_lost_batch_among_others_is_told_at_the_end() {
    let collector = Collector::builder()
        .respond(|spans| match spans[0].span.name.as_ref() {
            "s2" => Reply::Refuse("no".to_owned()),
            _ => Reply::Accept,
        })
        .start()
        .unwrap();
    let endpoint = collector.http_endpoint();
    let mut variables = over("http/protobuf", &endpoint);
    variables.push(("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2"));
    // All of it waits until the end.
    variables.push(("OTEL_BSP_SCHEDULE_DELAY", "3600000"));
    let telemetry = telemetry(&variables);
    spans(&telemetry, 6);
    let error = telemetry.shutdown().unwrap_err().to_string();
    assert!(error.contains("400 Bad Request"), "{error}");
    let health = &telemetry.health()[0];
    assert_eq!((health.exported, health.failed), (4, 2));
    assert_eq!(collector.spans().len(), 4);
}
