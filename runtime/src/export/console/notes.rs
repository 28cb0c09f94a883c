//! The lines below a span's own: the attributes that had no room, why it failed, its events and
//! links, and what was lost of it.

use std::time::Duration;

use opentelemetry::trace::Event;
use opentelemetry_sdk::trace::SpanData;

use super::attributes::pair;
use super::line::{Ink, Piece};
use super::outcome::{description, explain};
use super::row::GAP;
use super::text::{clean, width};
use super::tree::Trace;
use super::units::humane;

/// Lines that the attributes of one span may take besides its own.
const ATTRIBUTE_LINES: usize = 3;
/// Lines that one explanation may take.
const TEXT_LINES: usize = 3;
const EVENTS: usize = 6;
const EVENT_ATTRIBUTES: usize = 6;
const LINKS: usize = 4;
const NAME: usize = 60;

/// `pieces` side by side on lines of `columns`.
pub(super) fn attributes(pieces: &[Piece], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let room = lines
            .last()
            .map_or(0, |line| columns.saturating_sub(width(line)));
        if let Some(line) = lines.last_mut().filter(|_| GAP + piece.width() <= room) {
            line.push_str("  ");
            line.push_str(&piece.text);
        } else if lines.len() == ATTRIBUTE_LINES {
            lines.push(format!("… {} more", pieces.len() - place));
            break;
        } else {
            lines.push(clean(&piece.text, columns));
        }
    }
    lines
}

/// Why the span in row `place` failed, over as many lines as it needs.
pub(super) fn failure(
    trace: &Trace<'_>,
    place: usize,
    span: &SpanData,
    columns: usize,
) -> Vec<String> {
    let is_told_below = description(span).is_some_and(|text| trace.is_told_below(place, text));
    explain(span, is_told_below)
        .iter()
        .flat_map(|line| wrap(line, columns))
        .collect()
}

/// Events other than exceptions, links, and what did not fit the span's limits.
pub(super) fn remarks(
    trace: &Trace<'_>,
    span: &SpanData,
    columns: usize,
    ids: bool,
) -> Vec<(String, Ink)> {
    let mut lines = Vec::new();
    let events = || span.events.iter().filter(|event| event.name != "exception");
    lines.extend(
        events()
            .take(EVENTS)
            .map(|told| (event(told, span, ids), Ink::Faint)),
    );
    let more = events().count().saturating_sub(EVENTS);
    if more > 0 {
        lines.push((format!("… {more} more events"), Ink::Faint));
    }
    lines.extend(
        links(trace, span, ids)
            .into_iter()
            .map(|line| (line, Ink::Faint)),
    );
    let lost = [
        (span.dropped_attributes_count, "attributes"),
        (span.events.dropped_count, "events"),
        (span.links.dropped_count, "links"),
    ];
    lines.extend(
        lost.iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| (format!("{count} {what} dropped at the limit"), Ink::Warning)),
    );
    let wrapped = |(line, ink): (String, Ink)| {
        wrap(&line, columns)
            .into_iter()
            .map(move |line| (line, ink))
    };
    lines.into_iter().flat_map(wrapped).collect()
}

fn event(event: &Event, span: &SpanData, times: bool) -> String {
    let offset: Duration = event
        .timestamp
        .duration_since(span.start_time)
        .unwrap_or_default();
    let mut line = format!("· {}", clean(&event.name, NAME));
    if times {
        line = format!("{line}  +{}", humane(offset));
    }
    for attribute in event.attributes.iter().take(EVENT_ATTRIBUTES) {
        line.push_str("  ");
        line.push_str(&pair(attribute.key.as_str(), &attribute.value));
    }
    line
}

fn links(trace: &Trace<'_>, span: &SpanData, ids: bool) -> Vec<String> {
    let mut lines: Vec<String> = span
        .links
        .iter()
        .take(LINKS)
        .map(|link| {
            let target = &link.span_context;
            let near = (target.trace_id() == trace.id())
                .then(|| trace.find(target.span_id()))
                .flatten();
            match near {
                Some(near) => format!("linked to {}", clean(&near.data.name, NAME)),
                None if ids => format!(
                    "linked to trace {}, span {}",
                    target.trace_id(),
                    target.span_id()
                ),
                None => "linked to another trace".to_owned(),
            }
        })
        .collect();
    let more = span.links.len().saturating_sub(LINKS);
    if more > 0 {
        lines.push(format!("… {more} more links"));
    }
    lines
}

/// `text` on lines of `columns`, broken between words where possible; the last line is cut.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim_end();
    while lines.len() + 1 < TEXT_LINES && width(rest) > columns {
        let end = line_end(rest, columns);
        if end == 0 {
            break;
        }
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    lines.push(clean(rest, columns));
    lines
}

/// The byte after the last word that fits, or after the last character if no word does.
fn line_end(text: &str, columns: usize) -> usize {
    let (mut character_end, mut word_end) = (0, 0);
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        if width(&text[..end]) > columns {
            break;
        }
        character_end = end;
        if character == ' ' {
            word_end = end;
        }
    }
    if word_end * 2 > character_end {
        word_end
    } else {
        character_end
    }
}
