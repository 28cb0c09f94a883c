//! Random programs of OpenTelemetry's API, on the SDK's provider and on ours: what they see
//! and what is exported is the same.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry_sdk::trace::{InMemorySpanExporter, SpanData};
use traced::provider::{Pipeline, Records, Sink, TracedProvider};

use super::program::Program;
use super::runner::{Names, Runner, Seen};

const PROGRAMS: u64 = 12_000;

/// Keeps what it is given.
#[derive(Debug, Default)]
struct Kept {
    spans: Mutex<Vec<SpanData>>,
    direct: bool,
}

impl Sink for Kept {
    fn is_direct(&self) -> bool {
        self.direct
    }

    fn batch_size(&self) -> usize {
        3
    }

    fn ended(&self, spans: Records) {
        let mut kept = self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(spans.into_span_data());
    }

    fn flush(&self, _: Instant) -> Result<(), String> {
        Ok(())
    }

    fn shutdown(&self, _: Instant) -> Result<(), String> {
        Ok(())
    }
}

fn common(spans: Vec<SpanData>, mut names: Names) -> Vec<SpanData> {
    spans.into_iter().map(|span| names.common(span)).collect()
}

fn on_sdk(program: &Program) -> (Seen, Vec<SpanData>) {
    let memory = InMemorySpanExporter::default();
    let provider = program
        .sampler
        .of_sdk()
        .with_span_limits(program.limits)
        .with_simple_exporter(memory.clone())
        .build();
    let (seen, names) = Runner::run(&provider, program);
    let spans = memory.get_finished_spans().expect("no panic");
    (seen, common(spans, names))
}

fn on_ours(program: &Program, direct: bool) -> (Seen, Vec<SpanData>) {
    let kept = Arc::new(Kept {
        direct,
        ..Kept::default()
    });
    let pipeline = Pipeline::new([Arc::clone(&kept) as Arc<dyn Sink>]);
    let options = program.sampler.of_ours().limits(program.limits);
    let provider = TracedProvider::new(pipeline, options);
    let (seen, names) = Runner::run(&provider, program);
    let deadline = Instant::now() + Duration::from_secs(20);
    provider.flush(deadline).expect("nothing can fail");
    let spans = std::mem::take(&mut *kept.spans.lock().expect("no panic"));
    (seen, common(spans, names))
}

#[test]
fn random_programs_cannot_tell_it_from_the_sdk() {
    let mut exported = 0;
    for seed in 0..PROGRAMS {
        let program = Program::random(seed);
        let (sdk_saw, sdk) = on_sdk(&program);
        let (saw, spans) = on_ours(&program, seed % 4 == 0);
        assert_eq!(saw, sdk_saw, "program {seed}: {program:#?}");
        assert_eq!(spans, sdk, "program {seed}: {program:#?}");
        exported += spans.len();
    }
    assert!(exported > 20_000, "only {exported} spans were compared");
}
