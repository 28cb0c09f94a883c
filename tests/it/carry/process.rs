//! Child processes: what is in their environment. That they continue from it is shown by
//! `examples/child_process.rs`.

use std::ffi::OsStr;

use opentelemetry_sdk::propagation::{BaggagePropagator, TraceContextPropagator};
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::opentelemetry::propagation::TextMapCompositePropagator;
use traced::opentelemetry::trace::TraceContextExt as _;
use traced::opentelemetry::{KeyValue, global};
use traced::process::{Command, Output, tokio};
use traced::testing::{record, record_sync};
use traced::{FutureExt as _, context, process, traced};

use super::on_both_runtimes;

/// Prints the variables that a child sees.
const SHOW: &str = "echo \"${TRACEPARENT-none} ${TRACESTATE-none} ${BAGGAGE-none} ${OWN-none}\"";

/// As `init` does, but for the rest.
fn set_propagators() {
    global::set_text_map_propagator(TextMapCompositePropagator::new(vec![
        Box::new(TraceContextPropagator::new()),
        Box::new(BaggagePropagator::new()),
    ]));
}

fn shown(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The `traceparent` of the span that is current.
fn current() -> String {
    let current = traced::current();
    let trace = current.trace_id().expect("a trace");
    let span = current.span_id().expect("a span");
    format!("00-{trace}-{span}-01")
}

#[test]
fn a_child_is_told_the_span_that_spawns_it() {
    #[traced]
    fn first(command: &mut Command) -> String {
        let child = shown(&command.output().expect("it runs"));
        assert_eq!(child, format!("{} none none yes", current()));
        child
    }
    #[traced]
    fn second(command: &mut Command) -> String {
        let cx = context::current().with_baggage([KeyValue::new("tenant", "a")]);
        let child = context::run_in(&cx, || shown(&command.output().expect("it runs")));
        assert_eq!(child, format!("{} none tenant=a yes", current()));
        child
    }
    set_propagators();
    let mut command = Command::new("sh");
    command.args(["-c", SHOW]).env("OWN", "yes");
    let recorded = record_sync(|| (first(&mut command), second(&mut command)));
    assert_ne!(recorded.output.0, recorded.output.1);
    // What an earlier spawn set is not left behind.
    let child = shown(&command.output().expect("it runs"));
    assert_eq!(child, "none none none yes");
}

#[test]
fn what_the_process_inherited_is_not_mixed_in() {
    #[traced]
    fn spawn() {
        let mut command = Command::new("sh");
        // As if this process had them.
        command.env("TRACESTATE", "other=1").env("BAGGAGE", "a=1");
        let child = command.args(["-c", SHOW]).output().expect("it runs");
        assert_eq!(shown(&child), format!("{} none none none", current()));

        let cleared = command.env_clear().output().expect("it runs");
        assert_eq!(shown(&cleared), format!("{} none none none", current()));
    }
    set_propagators();
    record_sync(spawn);
}

#[test]
fn tokios_children_are_told_too() {
    set_propagators();
    on_both_runtimes(|| async {
        let recorded = record(
            async {
                let mut command = tokio::Command::new("sh");
                command.args(["-c", SHOW]);
                let output = command.output();
                assert_eq!(
                    shown(&output.await.expect("it runs")),
                    format!("{} none none none", current())
                );
                let status = tokio::Command::new("true").status();
                assert!(status.traced("inner").await.expect("it runs").success());
            }
            .traced("request"),
        )
        .await;
        assert_eq!(recorded.tree(), "request\n  inner\n");
    });
}

#[test]
fn the_commands_below_are_within_reach() {
    let mut command = Command::from(std::process::Command::new("sh"));
    command.as_std_mut().arg("-c");
    assert_eq!(command.arg("true").as_std().get_args().count(), 2);
    assert!(command.status().expect("it runs").success());
    let mut command = tokio::Command::from(std::process::Command::new("sh"));
    command.as_tokio_mut().kill_on_drop(true);
    assert_eq!(command.as_std().get_program(), OsStr::new("sh"));
    assert!(command.as_tokio().get_kill_on_drop());
}

#[test]
fn nothing_is_inherited_before_init() {
    assert!(!process::inherited().has_active_span());
}

#[cfg(unix)]
#[test]
fn a_program_that_takes_this_one_s_place_is_told_as_well() {
    // Only a child of ours can be replaced: this very test, told by a variable.
    const REPLACED: &str = "TRACED_TESTS_REPLACED";
    if std::env::var_os(REPLACED).is_some() {
        #[traced]
        #[expect(clippy::print_stdout, reason = "it tells its parent")]
        fn replaced() {
            println!("expected {}", current());
            let error = Command::new("sh").args(["-c", SHOW]).arg0("shell").exec();
            panic!("{error}");
        }
        set_propagators();
        record_sync(replaced);
    }
    let test = "carry::process::a_program_that_takes_this_one_s_place_is_told_as_well";
    let mut command = Command::new(std::env::current_exe().expect("a program"));
    command.args(["--exact", test, "--nocapture"]);
    let output = command.env(REPLACED, "1").output().expect("it runs");
    let lines = shown(&output);
    let expected = lines
        .lines()
        .find_map(|line| line.split("expected ").nth(1));
    let expected = format!("{} none none none", expected.expect("it was printed"));
    assert_eq!(lines.lines().last(), Some(&*expected), "{lines}");
}
