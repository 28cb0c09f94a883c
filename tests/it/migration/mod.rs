//! `docs/from-instrument.md`, held to its word: the same function under both attributes, and both
//! trees compared.

mod arguments;
mod differences;
mod items;
mod rows;

use std::fmt::Write as _;

use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use traced::opentelemetry::Value;
use traced::opentelemetry::trace::{SpanId, SpanKind, Status, TracerProvider as _};
use tracing_subscriber::layer::SubscriberExt as _;

/// What `#[tracing::instrument]` and tracing-opentelemetry make of it.
fn instrumented<F: Future>(run: impl FnOnce() -> F) -> Vec<SpanData> {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        runtime().block_on(run());
    });
    exporter.get_finished_spans().expect("nobody else holds it")
}

/// What `#[traced]` makes of it.
fn traced<F: Future>(run: impl FnOnce() -> F) -> Vec<SpanData> {
    runtime()
        .block_on(traced::testing::record(async {
            run().await;
        }))
        .spans()
        .to_vec()
}

fn runtime() -> tokio::runtime::Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.build().expect("a runtime without drivers")
}

/// Names, kinds, statuses and the attributes that a user wrote, as an indented tree.
fn tree(spans: &[SpanData]) -> String {
    let mut text = String::new();
    children(spans, SpanId::INVALID, 0, &mut text);
    text
}

fn children(spans: &[SpanData], parent: SpanId, depth: usize, text: &mut String) {
    let mut children: Vec<_> = spans
        .iter()
        .filter(|span| span.parent_span_id == parent)
        .collect();
    children.sort_by_key(|span| span.start_time);
    for span in children {
        let _ = write!(text, "{}{}", "  ".repeat(depth), span.name);
        if span.span_kind != SpanKind::Internal {
            let _ = write!(text, " {:?}", span.span_kind);
        }
        if let Status::Error { .. } = span.status {
            let _ = write!(text, " error");
        }
        let mut written: Vec<_> = span
            .attributes
            .iter()
            .filter(|kv| is_written(kv.key.as_str()))
            .collect();
        written.sort_by_key(|kv| kv.key.clone());
        for kv in written {
            let _ = match &kv.value {
                Value::String(value) => write!(text, " {}={:?}", kv.key, value.as_str()),
                value => write!(text, " {}={value:?}", kv.key),
            };
        }
        text.push('\n');
        children_of(spans, span, depth, text);
    }
}

fn children_of(spans: &[SpanData], span: &SpanData, depth: usize, text: &mut String) {
    children(spans, span.span_context.span_id(), depth + 1, text);
}

/// Whether a key is the user's: the others say where the code is, and how busy.
fn is_written(key: &str) -> bool {
    let own = [
        "code.",
        "thread.",
        "busy_ns",
        "idle_ns",
        "target",
        "level",
        "error.type",
    ];
    !own.iter().any(|prefix| key.starts_with(prefix))
}

/// Compiles the items in a module each, and compares the trees that `$run` makes.
macro_rules! same {
    ($test:ident: $run:ident; $([$old:meta] [$new:meta] $item:item)*) => {
        #[test]
        #[allow(clippy::unused_async)]
        fn $test() {
            mod old {
                #[allow(unused_imports)]
                use super::*;
                $(#[$old] $item)*
            }
            mod new {
                #[allow(unused_imports)]
                use super::*;
                $(#[$new] $item)*
            }
            let expected = tree(&instrumented(|| async { let _ = old::$run().await; }));
            assert_ne!(expected, "");
            assert_eq!(tree(&traced(|| async { let _ = new::$run().await; })), expected);
        }
    };
}
use same;
