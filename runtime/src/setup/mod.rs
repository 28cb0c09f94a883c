//! Set-up in one call: what exports spans, where to, and who flushes at the end.
//!
//! [`init`] reads every variable of the OpenTelemetry specification that concerns
//! traces; [`builder`] lets the code choose where the environment does not.
//!
//! | variable | means | default |
//! |---|---|---|
//! | `OTEL_SDK_DISABLED` | `true`: nothing is recorded, propagation still works | `false` |
//! | `OTEL_SERVICE_NAME` | the service's name; wins over the one in the code | the argument |
//! | `OTEL_RESOURCE_ATTRIBUTES` | `key=value,…`, percent-encoded | |
//! | `TRACED_RESOURCE_DETECTORS` | `service`, `process`, `host`, `os`, several between commas, `all` or `none` | `all` |
//! | `OTEL_TRACES_EXPORTER` | `otlp`, `console`, `file`, `otlp/stdout`, `zipkin`, several between commas, or `none` | `otlp` |
//! | `OTEL_TRACES_SAMPLER`, `_ARG` | `always_on`, `always_off`, `traceidratio`, each also `parentbased_…` | `parentbased_always_on` |
//! | `OTEL_PROPAGATORS` | `tracecontext`, `baggage`, `b3`, `b3multi`, `jaeger`, several between commas, or `none` | `tracecontext,baggage` |
//! | `OTEL_EXPORTER_OTLP_ENDPOINT` | where OTLP goes; HTTP appends `/v1/traces` | `http://localhost:4318` (gRPC: `:4317`) |
//! | `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` | the same for traces alone, used as it is | |
//! | `OTEL_EXPORTER_OTLP_PROTOCOL` | `http/protobuf`, `http/json` or `grpc` | `http/protobuf` |
//! | `OTEL_EXPORTER_OTLP_HEADERS` | `key=value,…`, percent-encoded | |
//! | `OTEL_EXPORTER_OTLP_COMPRESSION` | `gzip` or `none` | `none` |
//! | `OTEL_EXPORTER_OTLP_TIMEOUT` | milliseconds for a batch with its retries; 0: no limit | 10000 |
//! | `OTEL_EXPORTER_OTLP_CERTIFICATE` | a PEM file of authorities to trust instead of the system's | |
//! | `OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE`, `_CLIENT_KEY` | PEM files for servers that ask who we are | |
//! | `OTEL_EXPORTER_OTLP_INSECURE` | gRPC endpoints without a scheme are not TLS | `false` |
//! | `OTEL_EXPORTER_ZIPKIN_ENDPOINT`, `_TIMEOUT` | the whole URL; milliseconds | `http://localhost:9411/api/v2/spans`, 10000 |
//! | `TRACED_FILE_PATH`, `_MAX_BYTES` | what `file` appends to, and how long it may get; 0: no limit | `traces.jsonl`, 1 GiB |
//! | `OTEL_BSP_MAX_QUEUE_SIZE`, `_MAX_EXPORT_BATCH_SIZE` | spans that wait, spans sent together | 65536, 512 |
//! | `OTEL_BSP_SCHEDULE_DELAY`, `_EXPORT_TIMEOUT` | milliseconds; a timeout of 0 is no limit | 5000, 30000 |
//! | `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT`, `_EVENT_…`, `_LINK_…` | per span | 128 |
//! | `OTEL_ATTRIBUTE_COUNT_LIMIT`, `OTEL_EVENT_…`, `OTEL_LINK_…` | per span, event, link | 128 |
//! | `OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT`, `OTEL_SPAN_…` | characters of a text | no limit |
//! | `TRACEPARENT`, `TRACESTATE`, `BAGGAGE` | the trace that this process was started in | |
//! | `OTEL_LOG_LEVEL` | `off`, `error`, `warn`, `info`: what of this crate's own lines is said | `info` |
//! | `TRACED_DIAGNOSTICS` | `off`, `warn`, `error`: what broken traces are said as; wins over the code | `warn` |
//!
//! Each `OTEL_EXPORTER_OTLP_…` has a form with `_TRACES_` after `OTLP`, which comes first.
//! An empty variable is an unset one. Malformed numbers, pairs and propagators are said
//! and ignored, as the specification has it; a bad endpoint, exporter, protocol, sampler
//! or file is an error, because a service that exports nothing should not start in silence.

mod builder;
mod config;
mod doctor;
mod env;
mod error;
mod exporters;
mod limits;
mod mistakes;
mod otlp;
mod propagators;
mod resource;
mod sampler;
mod sinks;
mod start_line;
#[cfg(test)]
mod table_tests;
mod telemetry;
mod unended;
mod unsupported;

#[cfg(not(feature = "console"))]
#[path = "absent_console.rs"]
mod console;
#[cfg(feature = "console")]
mod console;
#[cfg(not(feature = "file"))]
#[path = "absent_file.rs"]
mod file;
#[cfg(feature = "file")]
mod file;
#[cfg(not(unix))]
#[path = "signal_other.rs"]
mod signal;
#[cfg(unix)]
mod signal;
#[cfg(not(feature = "zipkin"))]
#[path = "absent_zipkin.rs"]
mod zipkin;
#[cfg(feature = "zipkin")]
use crate::export::zipkin;

pub use builder::{Builder, builder};
pub use doctor::{Finding, Report, Step};
pub use error::SetupError;
pub use exporters::Exporter;
pub use telemetry::{Telemetry, Undelivered};

/// Sets up tracing for this process, as the environment says.
///
/// Installs the tracer provider and the propagators as OpenTelemetry's global ones,
/// starts the exporter, and turns diagnostics on. `service_name` is the default for
/// `OTEL_SERVICE_NAME`: the environment wins, for it knows the deployment.
///
/// Keep the guard until the end of `main`: dropping it sends what is left.
///
/// ```no_run
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let telemetry = traced::init("checkout")?;
///     // … the service …
///     telemetry.shutdown()?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// When a variable holds what cannot be used; the error names it, what is wrong and
/// what is accepted. Nothing is installed then.
#[track_caller]
pub fn init(service_name: impl Into<String>) -> Result<Telemetry, SetupError> {
    builder(service_name).install()
}

/// Checks what [`init`] would set up from the environment, without setting it up: reads the
/// variables, resolves and connects, sends an empty export and then one span, and says in
/// words what each step came to. Blocks for a few seconds at most.
///
/// `cargo run --example doctor` prints it; a service may offer it as a command of its own.
///
/// ```no_run
/// let report = traced::doctor();
/// println!("{report}");
/// std::process::exit(if report.is_sound() { 0 } else { 1 });
/// ```
pub fn doctor() -> Report {
    builder("traced.doctor").doctor()
}
