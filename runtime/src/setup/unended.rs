//! What is said at shutdown of spans that nobody will see, for they are still open.

use std::collections::BTreeMap;

use crate::diagnostics::{self, Kind, Place};
use crate::provider::{stats, under_way};

/// Open spans that were started at one place of the source.
#[derive(Default)]
struct Left {
    spans: u64,
    /// The name of one of them.
    name: String,
    /// Whether others have another name.
    named_otherwise: bool,
}

/// Reports the spans that are open when what was set up at `set_up` is shut down: those that were
/// started at one place of the source in one line.
pub(super) fn report(set_up: Place) {
    let open = stats().open;
    let mut places = BTreeMap::<_, Left>::new();
    for (place, name) in under_way() {
        let place = place.map(|place| (place.file(), place.line()));
        let left = places.entry(place).or_default();
        left.spans += 1;
        if left.name.is_empty() {
            left.name = name;
        } else if left.name != name {
            left.named_otherwise = true;
        }
    }
    let mut known = 0;
    for (place, left) in &places {
        known += left.spans;
        let place = place.map(|(file, line)| Place::new(file, line));
        say(set_up, place, left);
    }
    // A provider of the SDK tells how many there are, and not which.
    if open > known {
        let spans = open - known;
        say(
            set_up,
            None,
            &Left {
                spans,
                ..Left::default()
            },
        );
    }
}

fn say(set_up: Place, place: Option<Place>, left: &Left) {
    let spans = left.spans;
    diagnostics::report_all(Kind::Unended, spans, place.unwrap_or(set_up), || {
        let name = match &*left.name {
            "" => String::new(),
            name if left.named_otherwise => format!(" (`{name}` and others)"),
            name => format!(" `{name}`"),
        };
        let site = match place {
            Some(place) => format!(", started at {place},"),
            None => String::new(),
        };
        let (noun, were, them) = if spans == 1 {
            ("span", "was", "it")
        } else {
            ("spans", "were", "them")
        };
        format!(
            "{spans} {noun}{name}{site} {were} still open when what was set up at {set_up} was shut \
             down, and nobody will see {them}: work still runs, or something keeps a span; await or \
             abort the tasks before `shutdown`, and end what was started by hand"
        )
    });
}
