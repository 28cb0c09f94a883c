//! What a set-up does to a whole process. Each case runs in a child process of its own:
//! this very binary, told by a variable which scenario to play.

mod accounts;
mod child;
mod crowd;
mod diagnostics;
mod installed;
mod others;
#[expect(
    clippy::print_stdout,
    reason = "the child tells its parent what it saw"
)]
mod scenarios;
#[cfg(unix)]
mod signals;

use std::net::TcpStream;

use traced::testing::{Collector, assert_tree};
use traced_tests::backend::{Backend, Reply};

use child::{printed, run, said};

/// Plays the scenario that this process was started for, if it was.
#[test]
fn scenario() {
    if let Ok(name) = std::env::var(child::SCENARIO) {
        scenarios::play(&name);
    }
}

#[test]
fn with_nothing_set_and_no_collector_one_line_says_what_to_do() {
    if TcpStream::connect("localhost:4318").is_ok() {
        // A collector runs on this machine: the case cannot be had.
        return;
    }
    let output = run("two_spans", &[]);
    let said = said(&output);
    let [failure, sum] = &*said else {
        panic!("the first failure and the sum, and no more: {said:?}");
    };
    assert_eq!(
        failure,
        "nothing listens on localhost:4318; OTEL_TRACES_EXPORTER=console prints traces here"
    );
    let counts = "lost: 2 spans were lost: exported 0, failed 2, dropped 0; ";
    assert!(sum.starts_with(counts) && sum.ends_with(" [lost]"), "{sum}");
    assert!(output.status.success());
}

#[test]
fn init_exports_by_the_environment_and_the_accounts_are_exact() {
    let collector = Collector::start().unwrap();
    let output = run(
        "two_spans",
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.http_endpoint()),
            ("OTEL_SERVICE_NAME", "from-environment"),
            (
                "OTEL_RESOURCE_ATTRIBUTES",
                "team=pay%20ments,service.name=ignored",
            ),
            ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "3"),
        ],
    );
    assert!(output.status.success(), "{output:?}");
    assert_eq!(said(&output), [""; 0]);
    assert!(printed(&output).contains("stats 2 started 2 ended 2 exported 0 open"));
    assert!(printed(&output).contains("resource from-environment pay ments"));
    assert_eq!(collector.tree().lines().count(), 2, "{}", collector.tree());
    assert!(
        collector.tree().contains("from-environment"),
        "{}",
        collector.tree()
    );
    assert!(
        collector.tree().contains("text=\"abc\""),
        "{}",
        collector.tree()
    );
}

#[test]
fn the_first_line_says_what_was_set_up_and_no_secret() {
    let collector = Collector::start().unwrap();
    let endpoint = collector.http_endpoint();
    let output = run(
        "two_spans",
        &[
            ("OTEL_LOG_LEVEL", ""),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=secret"),
            ("OTEL_TRACES_EXPORTER", "otlp,console"),
            ("OTEL_TRACES_SAMPLER", "traceidratio"),
            ("OTEL_TRACES_SAMPLER_ARG", "1"),
            ("OTEL_PROPAGATORS", "tracecontext,b3"),
        ],
    );
    assert_eq!(
        said(&output),
        [format!(
            "traces of \"from-code\" go to {endpoint}/v1/traces (OTLP, http/protobuf, header \
             x-key=***) and to the console; sampler traceidratio 1; propagators tracecontext,b3"
        )]
    );
    let disabled = run(
        "two_spans",
        &[("OTEL_LOG_LEVEL", "info"), ("OTEL_SDK_DISABLED", "true")],
    );
    assert_eq!(
        said(&disabled),
        ["tracing is off (OTEL_SDK_DISABLED); propagators tracecontext,baggage"]
    );
}

#[test]
fn the_log_level_bounds_what_is_said() {
    let variables = |level| {
        [
            ("OTEL_LOG_LEVEL", level),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"),
            ("OTEL_BSP_EXPORT_TIMEOUT", "soon"),
        ]
    };
    let lines = |level| said(&run("two_spans", &variables(level))).len();
    // The set-up, the odd variable, the failure and the sum.
    assert_eq!(lines("info"), 4);
    assert_eq!(lines("warn"), 3);
    assert_eq!(lines("error"), 0);
    let loud = [("TRACED_DIAGNOSTICS", "error")];
    let variables: Vec<_> = variables("error").into_iter().chain(loud).collect();
    assert_eq!(said(&run("two_spans", &variables)).len(), 3);
}

#[test]
fn a_service_without_a_name_is_told() {
    let output = run("nameless", &[("OTEL_TRACES_EXPORTER", "none")]);
    let said = said(&output);
    let [line] = &*said else {
        panic!("one line: {said:?}");
    };
    let start = "the service has no name and is shown as unknown_service:process";
    assert!(line.starts_with(start), "{line}");
    assert!(line.ends_with("or set OTEL_SERVICE_NAME"), "{line}");
}

#[test]
fn lines_for_machines_are_alone_on_stdout() {
    let output = run("two_spans", &[("OTEL_TRACES_EXPORTER", "otlp/stdout")]);
    let text = printed(&output);
    let lines = text.lines().filter(|line| line.contains("resourceSpans"));
    let lines: Vec<serde_json::Value> = lines
        .map(|line| serde_json::from_str(&line[line.find('{').unwrap_or(0)..]).expect(line))
        .collect();
    let spans = &lines[0]["resourceSpans"][0]["scopeSpans"];
    assert!(spans.to_string().contains("\"inner\""), "{spans}");
}

#[test]
fn every_span_sampled_out_is_accounted_for() {
    let output = run(
        "a_child",
        &[
            ("OTEL_TRACES_SAMPLER", "always_off"),
            ("OTEL_TRACES_EXPORTER", "none"),
        ],
    );
    assert!(
        printed(&output).contains("stats 2 started 2 ended 0 exported 0 open"),
        "{output:?}"
    );
}

#[test]
fn a_disabled_sdk_records_nothing_and_still_propagates() {
    let output = run("two_spans", &[("OTEL_SDK_DISABLED", "true")]);
    let text = printed(&output);
    assert!(
        text.contains("stats 0 started 0 ended 0 exported 0 open"),
        "{output:?}"
    );
    assert!(
        text.contains("passed on 0af7651916cd43dd8448eb211c80319c"),
        "{output:?}"
    );
    assert_eq!(said(&output), [""; 0]);
}

#[test]
fn propagators_are_those_of_the_environment() {
    let output = run(
        "two_spans",
        &[("OTEL_SDK_DISABLED", "true"), ("OTEL_PROPAGATORS", "none")],
    );
    assert!(printed(&output).contains("passed on nothing"), "{output:?}");
}

#[test]
fn the_console_exporter_prints_the_trace() {
    let output = run("two_spans", &[("OTEL_TRACES_EXPORTER", "console")]);
    let text = printed(&output);
    assert!(
        text.contains("outer") && text.contains("inner"),
        "{output:?}"
    );
    assert!(
        text.contains("stats 2 started 2 ended 2 exported 0 open"),
        "{output:?}"
    );
}

#[test]
fn a_bad_variable_stops_the_start_with_words() {
    let output = run("two_spans", &[("OTEL_TRACES_EXPORTER", "otpl")]);
    assert!(
        printed(&output).contains(
            "refused: OTEL_TRACES_EXPORTER=\"otpl\": there is no exporter \"otpl\"; accepted: \
             otlp, console, file, otlp/stdout, zipkin, several of them between commas, or none"
        ),
        "{output:?}"
    );
}

#[test]
fn a_provider_of_the_user_is_flushed_and_shut_down() {
    let output = run("own_provider", &[]);
    assert!(
        printed(&output).contains("exported 1, shut down true"),
        "{output:?}"
    );
}

#[test]
fn exit_after_shutdown_loses_nothing() {
    let collector = Collector::start().unwrap();
    let endpoint = collector.http_endpoint();
    let output = run("exit", &[("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint)]);
    assert_eq!(output.status.code(), Some(7), "{output:?}");
    assert_eq!(collector.spans().len(), 1);
}

#[test]
fn the_feedback_of_a_failing_exporter_is_no_span() {
    let backend = Backend::start(|index| match index {
        0 => Reply::text("503 Service Unavailable", ""),
        _ => Reply::ok(),
    });
    let output = run(
        "two_spans",
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.url())],
    );
    assert!(output.status.success(), "{output:?}");
    for request in backend.requests() {
        assert_eq!(request.spans, ["inner", "outer"]);
    }
}

#[test]
fn the_exporters_own_traffic_is_in_no_trace() {
    for protocol in ["http/protobuf", "grpc"] {
        let collector = Collector::start().unwrap();
        let endpoint = match protocol {
            "grpc" => collector.grpc_endpoint(),
            _ => collector.http_endpoint(),
        };
        let output = run(
            "bridge",
            &[
                ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ],
        );
        let printed = printed(&output);
        assert!(printed.contains("told true"), "{protocol}: {output:?}");
        assert!(
            printed.contains("stats 6 started 6 ended 6 exported"),
            "{printed}"
        );
        assert_tree!(
            collector,
            "
            outer [server] @from-code
              inner
                * inside {level=\"INFO\", target=\"process::scenarios\"}
            outer [server] @from-code
              inner
                * inside {level=\"INFO\", target=\"process::scenarios\"}
            outer [server] @from-code
              inner
                * inside {level=\"INFO\", target=\"process::scenarios\"}
            "
        );
    }
}

#[test]
fn a_process_continues_the_trace_it_was_started_in() {
    let trace = format!("00-{:032x}-{:016x}-01", 0xab, 1);
    let variables = [
        ("OTEL_TRACES_EXPORTER", "none"),
        ("TRACEPARENT", &*trace),
        ("BAGGAGE", "tenant=a"),
    ];
    let output = run("inherits", &variables);
    let printed = printed(&output);
    for line in [
        "tenant Some(\"a\")",
        "internal continues",
        "client continues",
        "root begins",
        "server begins",
        "consumer begins",
    ] {
        assert!(printed.contains(line), "{line} in {printed}");
    }
    assert_eq!(said(&output), [""; 0]);
}

#[test]
fn a_traceparent_in_the_environment_that_is_none_is_said() {
    let variables = [("OTEL_TRACES_EXPORTER", "none"), ("TRACEPARENT", "00-ab")];
    let output = run("inherits", &variables);
    let printed = printed(&output);
    assert!(printed.contains("internal begins"), "{printed}");
    let said = said(&output);
    let [bad, orphan] = &*said else {
        panic!("the bad value and what comes of it: {said:?}");
    };
    assert!(
        bad.contains("00-ab") && bad.contains("scenarios.rs"),
        "{bad}"
    );
    assert!(bad.ends_with("[bad-traceparent]"), "{bad}");
    assert!(orphan.ends_with("[orphan]"), "{orphan}");
}
