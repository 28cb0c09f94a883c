//! Proof under disorder: random programs of everything that starts, stops and loses work, against
//! a model of whose child each span is.
//!
//! Whatever runs when, and whatever is aborted, dropped or panics: every span that starts has
//! exactly the parent and the links of the model, those that nothing could prevent have
//! started, each ended exactly once, and no thread keeps a context.

mod generate;
mod model;
mod program;
pub(crate) mod rng;
mod run;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use opentelemetry_sdk::trace::SpanData;
use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;
use traced::context::Context;
use traced::opentelemetry::trace::TraceContextExt as _;
use traced::opentelemetry::{SpanId, Value};
use traced::provider::Local;
use traced::semconv::attribute::{TRACED_FOREIGN_PARENT, TRACED_LATE_CHILD, TRACED_ORPHAN};
use traced::testing::{Recorded, record};

use self::generate::Generator;
use self::model::Expected;
use self::program::Id;
use self::run::Env;

/// As many programs on each kind of runtime; so many of them at the same time.
const PROGRAMS: u64 = 6_000;
const TOGETHER: u64 = 100;

#[test]
fn on_one_thread() {
    let mut builder = Builder::new_current_thread();
    let (runtime, kept) = runtime(builder.start_paused(true));
    let local = LocalSet::new();
    let checked = all(|seeds| local.block_on(&runtime, together(seeds, true)));
    drop((local, runtime));
    judge(&checked, &kept);
}

#[test]
fn on_several_threads() {
    let (runtime, kept) = runtime(Builder::new_multi_thread().worker_threads(4));
    let checked = all(|seeds| runtime.block_on(together(seeds, false)));
    drop(runtime);
    judge(&checked, &kept);
}

/// A runtime that counts the times that one of its threads was idle, or ended, in a context.
fn runtime(builder: &mut Builder) -> (Runtime, Arc<AtomicUsize>) {
    let kept = Arc::new(AtomicUsize::new(0));
    let look = |kept: Arc<AtomicUsize>| {
        move || {
            let bare = |cx: &Context| !cx.has_active_span() && cx.get::<Local>().is_none();
            if !Context::map_current(bare) {
                kept.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    let runtime = builder
        .enable_all()
        .on_thread_park(look(Arc::clone(&kept)))
        .on_thread_stop(look(Arc::clone(&kept)))
        .build();
    (runtime.expect("a runtime"), kept)
}

/// What was checked, so that a test which checks nothing fails.
#[derive(Debug, Default)]
struct Checked {
    programs: u64,
    spans: usize,
    cut_short: usize,
    links: usize,
    faults: Vec<String>,
}

fn all(run: impl Fn(std::ops::Range<u64>) -> Vec<Checked>) -> Checked {
    let mut sum = Checked::default();
    for first in (0..PROGRAMS).step_by(usize::try_from(TOGETHER).expect("small")) {
        for checked in run(first..first + TOGETHER) {
            sum.programs += checked.programs;
            sum.spans += checked.spans;
            sum.cut_short += checked.cut_short;
            sum.links += checked.links;
            sum.faults.extend(checked.faults);
        }
    }
    sum
}

fn judge(checked: &Checked, kept: &AtomicUsize) {
    let Checked { faults, .. } = checked;
    assert!(
        faults.is_empty(),
        "{} faults, the first of them:\n{}",
        faults.len(),
        faults[0]
    );
    assert_eq!(kept.load(Ordering::Relaxed), 0, "threads kept a context");
    assert_eq!(checked.programs, PROGRAMS);
    let enough = usize::try_from(PROGRAMS).expect("small");
    assert!(
        checked.spans > 5 * enough && checked.links > enough / 4 && checked.cut_short > enough / 2,
        "the programs are too tame: {checked:?}"
    );
}

async fn together(seeds: std::ops::Range<u64>, local: bool) -> Vec<Checked> {
    join_all(seeds.map(|seed| one(seed, local))).await
}

async fn one(seed: u64, local: bool) -> Checked {
    let program = Generator::new(seed).program();
    let expected = model::spans_of(&program);
    let body = program.clone();
    let recorded = record(async move { run::program(body, Env::new(local)).await }).await;
    let mut checked = check(&expected, &recorded);
    for fault in &mut checked.faults {
        *fault = format!(
            "program {seed}: {fault}\n\n{}\n\n{program:#?}",
            recorded.tree()
        );
    }
    checked
}

fn check(expected: &BTreeMap<Id, Expected>, recorded: &Recorded<Vec<String>>) -> Checked {
    let mut faults = recorded.output.clone();
    if !recorded.is_settled() {
        faults.push("a span has not ended, or a context is kept".to_owned());
    }
    // Of another program, perhaps; but other tests have no such spans.
    let lost = recorded.unclaimed().iter().filter_map(id_of);
    faults.extend(lost.map(|id| format!("span {id} of some program has lost its recording")));
    let spans = recorded.spans();
    let ids: HashMap<SpanId, Id> = spans
        .iter()
        .filter_map(|span| Some((span.span_context.span_id(), id_of(span)?)))
        .collect();
    let mut seen = BTreeSet::new();
    for span in spans {
        let id = ids[&span.span_context.span_id()];
        if !seen.insert(id) {
            faults.push(format!("span {id} started or ended twice"));
        }
        let parent = match span.parent_span_id {
            SpanId::INVALID => None,
            parent => Some(ids[&parent]),
        };
        let links: BTreeSet<Id> = span
            .links
            .iter()
            .map(|link| ids[&link.span_context.span_id()])
            .collect();
        // Programs leave work for later only in ways that are meant for it.
        if is_marked(span, TRACED_LATE_CHILD) || is_marked(span, TRACED_ORPHAN) {
            faults.push(format!("span {id} is said to be late or an orphan"));
        }
        if is_marked(span, TRACED_FOREIGN_PARENT) && (parent.is_none() || links.is_empty()) {
            faults.push(format!("span {id} is said to be called elsewhere"));
        }
        match expected.get(&id) {
            Some(expected) if (expected.parent, &expected.links) == (parent, &links) => {}
            other => faults.push(format!(
                "span {id} has parent {parent:?} and links {links:?}, not {other:?}"
            )),
        }
    }
    for (id, expected) in expected {
        if expected.certain && !seen.contains(id) {
            faults.push(format!("span {id} has not started: {expected:?}"));
        }
    }
    Checked {
        programs: 1,
        spans: spans.len(),
        cut_short: expected.len() - seen.len(),
        links: spans.iter().map(|span| span.links.len()).sum(),
        faults,
    }
}

fn is_marked(span: &SpanData, mark: &str) -> bool {
    let mut attributes = span.attributes.iter();
    attributes.any(|kv| kv.key.as_str() == mark)
}

/// The number that the program gave the span: an attribute, or its name.
fn id_of(span: &SpanData) -> Option<Id> {
    let mut attributes = span.attributes.iter();
    let attribute = attributes.find(|kv| kv.key.as_str() == "step.id");
    match attribute.map(|kv| &kv.value) {
        Some(Value::I64(id)) => Id::try_from(*id).ok(),
        _ => span.name.parse().ok(),
    }
}
