//! What the child processes do.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::task::{self, Waker};
use std::time::Duration;

use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use traced::opentelemetry::baggage::BaggageExt as _;
use traced::opentelemetry::global;
use traced::opentelemetry::trace::{SpanKind, TraceContextExt as _, TraceId, Tracer as _};
use traced::opentelemetry::{Context, KeyValue};
use traced::propagation;
use traced::provider::Scope;
use traced::span::SpanStart;
use traced::{Telemetry, context, traced};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::{Layer, fmt, layer, prelude::*, registry};

use crate::{accounts, crowd, installed, others};

const SCOPE: Scope = Scope::new("process-tests", "1");

pub(crate) fn play(name: &str) {
    match name {
        "accounts_full" => accounts::full(),
        "accounts_many_threads" => accounts::many_threads(),
        "accounts_waits" => accounts::waits(),
        "accounts_waits_in_vain" => accounts::waits_in_vain(),
        "bridge" => bridge(),
        "crowd" => crowd::plays(),
        "installed" => installed::plays(),
        "others" => others::plays(),
        "two_spans" => two_spans(),
        "nameless" => drop(traced::init("")),
        "a_child" => a_child(),
        "open" => open(),
        "orphans" => orphans(),
        "own_provider" => own_provider(),
        "inherits" => inherits(),
        "exit" => exit(),
        "wait_for_signal" => wait_for_signal(),
        other => panic!("there is no scenario {other}"),
    }
}

fn two_spans() {
    let telemetry = match traced::init("from-code") {
        Ok(telemetry) => telemetry,
        Err(error) => {
            println!("refused: {error}");
            return;
        }
    };
    passes_on();
    let outer = SpanStart::new(&SCOPE, "outer").kind(SpanKind::Server);
    let outer = outer.start();
    // Raw OpenTelemetry code nests in ours, through the global provider.
    context::run_in(outer.context(), || {
        global::tracer("raw").in_span("inner", |cx| {
            cx.span().set_attribute(KeyValue::new("text", "abcdef"));
        });
    });
    outer.end();
    report(&telemetry);
}

/// With all that `tracing` can tell in the trace, several exports over connections that are
/// kept; says whether the exporter's transport has told anything.
fn bridge() {
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    struct Transport;
    impl<S: tracing::Subscriber> Layer<S> for Transport {
        fn on_event(&self, event: &tracing::Event<'_>, _: layer::Context<'_, S>) {
            let target = event.metadata().target();
            let told = target.starts_with("hyper") || target.starts_with("h2");
            TOLD.fetch_add(usize::from(told), Ordering::Relaxed);
        }
    }
    let all = traced::bridge::builder()
        .spans(LevelFilter::TRACE)
        .events(LevelFilter::TRACE);
    registry().with(all.layer()).with(Transport).init();

    let telemetry = traced::init("from-code").expect("a valid environment");
    for _ in 0..3 {
        let outer = SpanStart::new(&SCOPE, "outer").kind(SpanKind::Server);
        let outer = outer.start();
        context::run_in(outer.context(), || {
            tracing::info_span!("inner").in_scope(|| tracing::info!("inside"));
            // The worker's thread is told, and the waiting thread is in a trace.
            drop(telemetry.flush());
        });
        outer.end();
    }
    println!("told {}", TOLD.load(Ordering::Relaxed) > 0);
    report(&telemetry);
}

fn a_child() {
    let telemetry = traced::init("from-code").expect("a valid environment");
    let parent = SpanStart::new(&SCOPE, "parent").root().start();
    let child = SpanStart::new(&SCOPE, "child").parent(parent.context().clone());
    child.start().end();
    parent.end();
    report(&telemetry);
}

/// Prints whose child each kind of span is.
fn inherits() {
    let telemetry = traced::init("from-code").expect("a valid environment");
    let inherited = traced::process::inherited();
    let tenant = inherited.baggage().get("tenant").map(ToString::to_string);
    println!("tenant {tenant:?}");
    let job = || SpanStart::new(&SCOPE, "job");
    for (name, span) in [
        ("internal", job()),
        ("client", job().kind(SpanKind::Client)),
        ("root", job().root()),
        ("server", job().kind(SpanKind::Server)),
        ("consumer", job().kind(SpanKind::Consumer)),
    ] {
        let span = span.start();
        let trace = span.context().span().span_context().trace_id();
        println!(
            "{name} {}",
            if trace == TraceId::from(0xab) {
                "continues"
            } else {
                "begins"
            }
        );
        span.end();
    }
    drop(telemetry);
}

/// Shuts down and prints what the set-up is and what became of its spans.
fn report(telemetry: &Telemetry) {
    let resource = telemetry.resource();
    let value = |key: &'static str| resource.get(&key.into()).map(|value| value.to_string());
    println!(
        "resource {} {}",
        value("service.name").unwrap_or_default(),
        value("team").unwrap_or_default()
    );
    // What the exporter could not deliver is what some tests are about.
    drop(telemetry.shutdown());
    let stats = telemetry.stats();
    println!(
        "stats {} started {} ended {} exported {} open",
        stats.started, stats.ended, stats.exported, stats.open
    );
    assert_eq!(
        stats.ended,
        stats.exported + stats.dropped + stats.failed + stats.sampled_out
    );
}

/// A trace that came in goes out again, if there is a propagator.
fn passes_on() {
    let incoming = HashMap::from([(
        "traceparent".to_owned(),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned(),
    )]);
    let cx = propagation::extract(&incoming);
    let mut outgoing = HashMap::new();
    propagation::inject(&cx, &mut outgoing);
    match outgoing
        .get("traceparent")
        .and_then(|value| value.split('-').nth(1))
    {
        Some(trace) => println!("passed on {trace}"),
        None => println!("passed on nothing"),
    }
}

#[traced("order.wait")]
fn wait(entered: &Sender<()>, end: &Receiver<()>) {
    entered.send(()).expect("somebody waits");
    let _ = end.recv();
}

#[traced("order.pend")]
async fn pend() {
    std::future::pending::<()>().await;
}

/// Shuts down, twice, while spans are open: two by hand, and, in a thread that waits and in two
/// futures that are not polled any more, three of functions; others have ended.
fn open() {
    let telemetry = traced::init("from-code").expect("a valid environment");
    let outer = SpanStart::new(&SCOPE, "outer").root().start();
    let inner = SpanStart::new(&SCOPE, "inner").parent(outer.context().clone());
    let inner = inner.start();
    let done = SpanStart::new(&SCOPE, "done").parent(inner.context().clone());
    done.start().end();
    if std::env::var_os("TRACED_TESTS_END").is_some() {
        inner.end();
        outer.end();
    } else {
        for _ in 0..2 {
            let mut pending = Box::pin(context::run_in(inner.context(), pend));
            let mut task = task::Context::from_waker(Waker::noop());
            assert!(pending.as_mut().poll(&mut task).is_pending());
            std::mem::forget(pending);
        }
        let (entered, is_entered) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let cx = inner.context().clone();
        std::thread::spawn(move || context::run_in(&cx, || wait(&entered, &ended)));
        is_entered.recv().expect("the function runs");
        std::mem::forget((inner, outer, end));
    }
    drop(telemetry.shutdown());
    drop(telemetry.shutdown());
    let stats = telemetry.stats();
    println!("open {} unended {}", stats.open, stats.unended);
}

/// Starts orphans before the set-up and after it, and, if told so, with a subscriber that takes
/// what it is told, or filters it out.
fn orphans() {
    let orphan = || SpanStart::new(&SCOPE, "lost").start().end();
    orphan();
    println!("before {}", traced::stats().orphans);
    let lines = fmt::layer()
        .without_time()
        .with_ansi(false)
        .with_writer(std::io::stdout);
    match std::env::var("TRACED_TESTS_SUBSCRIBER").as_deref() {
        Ok("all") => registry().with(lines).init(),
        Ok("others") => registry()
            .with(lines.with_filter(filter_fn(|meta| meta.target() != "traced")))
            .init(),
        _ => {}
    }
    let telemetry = traced::init("from-code").expect("a valid environment");
    for _ in 0..3 {
        orphan();
    }
    println!("after {}", traced::stats().orphans);
    drop(telemetry);
}

fn own_provider() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter.clone())
        .build();
    let telemetry = traced::builder("own")
        .provider(provider)
        .install()
        .expect("nothing to refuse");
    SpanStart::new(&SCOPE, "one").root().start().end();
    telemetry.flush().expect("memory is there");
    let count = exporter
        .get_finished_spans()
        .expect("memory is there")
        .len();
    telemetry.shutdown().expect("memory is there");
    println!(
        "exported {count}, shut down {}",
        exporter.is_shutdown_called()
    );
}

fn exit() {
    let telemetry = traced::init("exit").expect("a valid environment");
    SpanStart::new(&SCOPE, "one").root().start().end();
    telemetry.shutdown().expect("a collector");
    std::process::exit(7);
}

fn wait_for_signal() {
    let telemetry = traced::init("signal").expect("a valid environment");
    telemetry.shutdown_on_signal().expect("signal handlers");
    SpanStart::new(&SCOPE, "one")
        .parent(Context::new())
        .root()
        .start()
        .end();
    println!("waiting");
    std::thread::sleep(Duration::from_mins(1));
}
