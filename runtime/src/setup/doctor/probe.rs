//! The steps over the network: resolve, connect, send nothing, send one span.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use opentelemetry::trace::{
    SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{Context, InstrumentationScope};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use super::report::{Finding, Report, Step};
use crate::export::otlp::Endpoint;
use crate::export::{Batch, Export, ExportError, Exported, Signals};
use crate::provider::Records;

/// How long each request of a check may take: a person waits for the answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Tries all steps; after the first fault, later ones would only repeat it.
pub(super) fn run(
    report: &mut Report,
    endpoint: &Endpoint,
    exporter: &Arc<dyn Export>,
    resource: &Resource,
    takes_nothing: bool,
) {
    let (endpoint, exporter) = (endpoint.clone(), Arc::clone(exporter));
    let resource = resource.clone();
    // On a thread of its own, for the caller may be in a runtime that must not be blocked on.
    let steps = thread::spawn(move || {
        let _quiet = Context::enter_telemetry_suppressed_scope();
        let mut steps = Report::default();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        match runtime {
            Ok(runtime) => {
                let run = steps_of(&mut steps, &endpoint, &*exporter, &resource, takes_nothing);
                runtime.block_on(run);
                runtime.shutdown_background();
            }
            Err(error) => steps.fault(format!("the system gives no event queue: {error}")),
        }
        steps.steps
    });
    let failed = |_| {
        vec![Step {
            finding: Finding::Faulty,
            text: "the check itself panicked".to_owned(),
        }]
    };
    report.steps.extend(steps.join().unwrap_or_else(failed));
}

async fn steps_of(
    report: &mut Report,
    endpoint: &Endpoint,
    exporter: &dyn Export,
    resource: &Resource,
    takes_nothing: bool,
) {
    let Some(addresses) = resolve(report, endpoint) else {
        return;
    };
    if !connect(report, &addresses).await {
        return;
    }
    let target = exporter.target();
    if takes_nothing {
        match send(exporter, resource, Records::default()).await {
            Ok(_) => report.sound(format!("{target} takes an empty export")),
            Err(error) => return report.fault(error.cause),
        }
    }
    let (span, trace) = span();
    match send(exporter, resource, Records::from(span)).await {
        Ok(Exported {
            rejected: 0,
            message,
        }) => {
            let says = message.map_or_else(String::new, |text| format!(", and says: {text}"));
            report.sound(format!(
                "{target} takes a span: \"traced.doctor\" in trace {trace}{says}"
            ));
        }
        Ok(Exported { message, .. }) => {
            let why = message.unwrap_or("it gave no reason".to_owned());
            report.fault(format!("{target} rejects a span: {why}"));
        }
        Err(error) => report.fault(error.cause),
    }
}

fn resolve(report: &mut Report, endpoint: &Endpoint) -> Option<Vec<SocketAddr>> {
    let host = endpoint.uri().host().unwrap_or_default();
    // As the URL has it, an address of version 6 stands in brackets.
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match (bare, endpoint.port()).to_socket_addrs() {
        Ok(addresses) => {
            let addresses: Vec<_> = addresses.collect();
            let ips: Vec<_> = addresses.iter().map(|at| at.ip().to_string()).collect();
            if ips != [bare] {
                report.sound(format!("{host} is {}", ips.join(", ")));
            }
            Some(addresses)
        }
        Err(error) => {
            report.fault(format!(
                "the name {host:?} cannot be resolved: {error}; check its spelling in {endpoint}, \
                 and that this machine knows it (in a cluster, the full name of the service)"
            ));
            None
        }
    }
}

/// One address that answers is enough, for clients try one after the other.
async fn connect(report: &mut Report, addresses: &[SocketAddr]) -> bool {
    let mut failures = Vec::new();
    for address in addresses {
        let why = match timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(_)) => {
                report.sound(format!("{address} accepts connections"));
                return true;
            }
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
                "refuses connections: nothing listens there".to_owned()
            }
            Ok(Err(error)) => format!("cannot be reached: {error}"),
            Err(_) => {
                format!("does not answer within {PATIENCE:?}: a firewall, or a wrong address")
            }
        };
        failures.push(format!("{address} {why}"));
    }
    report.fault(format!(
        "{}; start a collector there, or set OTEL_EXPORTER_OTLP_ENDPOINT to one that runs \
         (OTEL_TRACES_EXPORTER=console prints traces without one)",
        failures.join("; ")
    ));
    false
}

async fn send(
    exporter: &dyn Export,
    resource: &Resource,
    spans: Records,
) -> Result<Exported, ExportError> {
    // Urgent: what does not listen is not waited for.
    let (_keep, urgent) = watch::channel(true);
    let batch = Batch {
        spans,
        resource: resource.clone(),
        signals: Signals::new(urgent, Arc::new(|_| {})),
    };
    exporter.export(batch).await
}

/// A span to look for in the backend, and its trace.
fn span() -> (SpanData, TraceId) {
    use std::hash::{BuildHasher as _, RandomState};
    let random = || RandomState::new().hash_one(0) | 1;
    let trace = TraceId::from(u128::from(random()) << 64 | u128::from(random()));
    let now = SystemTime::now();
    let span = SpanData {
        span_context: SpanContext::new(
            trace,
            SpanId::from(random()),
            TraceFlags::SAMPLED,
            false,
            TraceState::NONE,
        ),
        parent_span_id: SpanId::INVALID,
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: "traced.doctor".into(),
        start_time: now,
        end_time: now,
        attributes: Vec::new(),
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::builder("traced.doctor")
            .with_version(env!("CARGO_PKG_VERSION"))
            .build(),
    };
    (span, trace)
}
