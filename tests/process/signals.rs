//! A process that is asked to end delivers what it has, over either protocol.

use std::io::{BufRead as _, BufReader};
use std::process::Command;

use traced::testing::Collector;

use crate::child::command;

/// What ends processes, and what they then end with.
const SIGNALS: [(&str, i32); 2] = [("-TERM", 143), ("-INT", 130)];

#[test]
fn sigterm_and_ctrl_c_deliver_what_is_left() {
    for (signal, status) in SIGNALS {
        let collector = Collector::start().unwrap();
        ends_by(signal, status, &collector.http_endpoint(), "http/protobuf");
        assert_eq!(collector.spans().len(), 1);
        let collector = Collector::start().unwrap();
        ends_by(signal, status, &collector.grpc_endpoint(), "grpc");
        assert_eq!(collector.spans().len(), 1);
    }
}

fn ends_by(signal: &str, status: i32, endpoint: &str, protocol: &str) {
    let variables = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
    ];
    let mut child = command("wait_for_signal", &variables)
        .spawn()
        .expect("a child process");
    let stdout = child.stdout.take().expect("it is piped");
    let ready = BufReader::new(stdout)
        .lines()
        .any(|line| line.is_ok_and(|line| line.contains("waiting")));
    assert!(ready, "the child did not start");
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    assert_eq!(child.wait().expect("it ends").code(), Some(status));
}
