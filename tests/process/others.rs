//! A global provider that is somebody else's, and does as it likes when a span starts.

use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracer, SdkTracerProvider};
use traced::opentelemetry::trace::{SpanBuilder, Tracer, TracerProvider};
use traced::opentelemetry::{Context, InstrumentationScope, global};
use traced::traced;

use crate::child::run;

/// Makes the parent of each span current while it starts one.
struct Attaching(SdkTracerProvider);
struct AttachingTracer(SdkTracer);

impl TracerProvider for Attaching {
    type Tracer = AttachingTracer;

    fn tracer_with_scope(&self, scope: InstrumentationScope) -> AttachingTracer {
        AttachingTracer(self.0.tracer_with_scope(scope))
    }
}

impl Tracer for AttachingTracer {
    type Span = <SdkTracer as Tracer>::Span;

    fn build_with_context(&self, builder: SpanBuilder, parent: &Context) -> Self::Span {
        let _attached = parent.clone().attach();
        self.0.build_with_context(builder, parent)
    }
}

#[traced("others.root", root)]
fn root() {
    child();
    leaf();
    let mut task = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(std::pin::pin!(future()).poll(&mut task).is_ready());
}

#[traced("others.child", attrs(others.number = 7))]
fn child() {}

#[traced("others.leaf", leaf, attrs(others.number = 8))]
fn leaf() {}

#[traced("others.future")]
async fn future() {}

pub(crate) fn plays() {
    let memory = InMemorySpanExporter::default();
    let sdk = SdkTracerProvider::builder();
    let sdk = sdk.with_simple_exporter(memory.clone()).build();
    // Before there is one at all, nothing is made, and everything runs.
    root();
    global::set_tracer_provider(Attaching(sdk));
    for _ in 0..2 {
        root();
    }
    let spans = memory.get_finished_spans().expect("no panic");
    let mut said: Vec<String> = spans
        .iter()
        .map(|span| {
            format!(
                "{} {}",
                span.name,
                span.attributes
                    .iter()
                    .filter(|kv| kv.key.as_str() == "others.number")
                    .count()
            )
        })
        .collect();
    said.sort();
    let expected = [
        "others.child 1",
        "others.future 0",
        "others.leaf 1",
        "others.root 0",
    ];
    let twice: Vec<&str> = expected.iter().flat_map(|one| [*one, *one]).collect();
    assert_eq!(said, twice);
}

#[test]
fn a_provider_that_attaches_a_context_while_it_starts_a_span_breaks_no_call() {
    let output = run("others", &[]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
}
