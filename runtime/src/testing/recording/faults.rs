//! What breaks a recorded trace, in words, with the mend.

use std::collections::HashSet;
use std::time::Duration;

use opentelemetry::{SpanId, Value};
use opentelemetry_sdk::trace::SpanData;

use super::state::MOST_SPANS;
use crate::semconv::attribute::{TRACED_FOREIGN_PARENT, TRACED_LATE_CHILD};
use crate::testing::forest::{Forest, Line, Standing};
use crate::testing::place::place as declared;

/// One sentence for each fault; none if the recording is one connected trace.
pub(super) fn find(forest: &Forest<'_>, beyond_limit: usize, waited: Duration) -> Vec<String> {
    let lines = forest.lines();
    let mut faults = Vec::new();
    if lines.is_empty() {
        faults.push(
            "no span was recorded; is the code `#[traced]`, and does it run inside of `record`?"
                .to_owned(),
        );
    }
    faults.extend(lines.iter().filter_map(orphan));
    faults.extend(lines.iter().filter_map(marked));
    faults.extend(roots(lines));
    faults.extend(
        lines
            .iter()
            .filter(|line| line.seen.open)
            .map(|line| unended(line.seen.span, waited)),
    );
    if beyond_limit > 0 {
        faults.push(format!(
            "{beyond_limit} spans were not kept: a recording keeps {MOST_SPANS}"
        ));
    }
    faults
}

fn orphan(line: &Line<'_>) -> Option<String> {
    if line.standing != Standing::Orphan {
        return None;
    }
    let span = place(line.seen.span);
    Some(if line.seen.span.parent_span_id == SpanId::INVALID {
        format!(
            "{span} is an orphan: its context was lost on the way, most often in a raw \
             `tokio::spawn` or `std::thread::spawn`; spawn with `traced::task::spawn`, or wrap \
             the future in `.in_current_trace()`"
        )
    } else {
        format!(
            "{span} is an orphan: its parent is not in this recording; start the whole operation \
             inside of `record`, and make all spans with one provider"
        )
    })
}

/// What the runtime noticed when the span started.
fn marked(line: &Line<'_>) -> Option<String> {
    let is = |mark: &str| {
        let mut attributes = line.seen.span.attributes.iter();
        attributes.any(|kv| kv.key.as_str() == mark && kv.value == Value::Bool(true))
    };
    let span = place(line.seen.span);
    if is(TRACED_LATE_CHILD) {
        return Some(format!(
            "{span} was called after its parent had ended; end the parent later, or start the work \
             with `traced::task::spawn` or `traced::time::after`"
        ));
    }
    is(TRACED_FOREIGN_PARENT).then(|| {
        format!(
            "{span} was called in one trace and ran under another; call it where it runs, or say \
             whose child it is with `#[traced(parent = cx)]`"
        )
    })
}

fn roots(lines: &[Line<'_>]) -> Option<String> {
    let mut callers = HashSet::new();
    let roots: Vec<String> = lines
        .iter()
        .filter(|line| match line.standing {
            Standing::Root => true,
            // Two calls from the same remote parent are siblings, not two roots.
            Standing::Continued => callers.insert(line.seen.span.parent_span_id),
            Standing::Child | Standing::Orphan => false,
        })
        .map(|line| place(line.seen.span))
        .collect();
    (roots.len() > 1).then(|| {
        format!(
            "{} roots where there should be one: {}; give them a common parent, or record them \
             one by one",
            roots.len(),
            roots.join(", ")
        )
    })
}

fn unended(span: &SpanData, waited: Duration) -> String {
    format!(
        "{} has not ended {waited:?} after the recorded code: what it measures still runs, or \
         something keeps the span; await it, abort it, or drop what holds it",
        place(span)
    )
}

/// The span's name, and where it was declared if that is known.
fn place(span: &SpanData) -> String {
    match declared(span) {
        Some(place) => format!("`{}` ({place})", span.name),
        None => format!("`{}`", span.name),
    }
}
