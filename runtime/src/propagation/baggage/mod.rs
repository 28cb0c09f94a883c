//! W3C baggage: what the application sends along with a trace.
//!
//! Source: <https://www.w3.org/TR/baggage/>.

mod codec;
mod members;
mod room;

use std::sync::LazyLock;

use opentelemetry::Context;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};

pub(super) use self::codec::{Member, is_token};
pub(super) use self::members::{added, sorted};
pub(super) use self::room::Room;
use super::report;

const BAGGAGE: &str = "baggage";

static FIELDS: LazyLock<[String; 1]> = LazyLock::new(|| [BAGGAGE.to_owned()]);

/// Carries baggage in the field `baggage`, by W3C Baggage.
///
/// - Values are percent-encoded; the properties of a member are kept as they were
///   received.
/// - A malformed member is left out, the others are kept. At most 64 members and 8192
///   bytes are read and written; what is more is left out in whole members. What was left
///   out is counted (see [`discarded`](super::discarded)).
/// - What is read is added to the baggage of the context; of two members with the same key
///   the later one counts.
/// - Nothing is written where there is no baggage.
///
/// Baggage does not become attributes by itself.
#[derive(Clone, Debug, Default)]
pub struct BaggagePropagator(());

impl BaggagePropagator {
    /// A propagator.
    pub fn new() -> Self {
        Self::default()
    }

    /// The context with what was sent; nothing if there is no field of ours.
    pub(super) fn read(cx: &Context, extractor: &dyn Extractor) -> Option<Context> {
        let values = report::values(extractor, BAGGAGE);
        if values.is_empty() {
            return None;
        }
        let mut room = Room::new();
        let mut found = Vec::new();
        for member in values.iter().flat_map(|value| value.split(',')) {
            let member = codec::trim(member);
            if member.is_empty() {
                continue;
            }
            let size = member.len();
            if let Some(member) = Member::decoded(member, &mut room).filter(|_| room.admit(size)) {
                found.push(member);
            }
        }
        let cx = added(cx, found, &mut room);
        room.report();
        Some(cx)
    }
}

impl TextMapPropagator for BaggagePropagator {
    fn inject_context(&self, cx: &Context, injector: &mut dyn Injector) {
        let baggage = cx.baggage();
        if baggage.is_empty() {
            return;
        }
        let mut room = Room::new();
        let mut field = String::new();
        for member in sorted(baggage) {
            let Some(member) = member.encoded(&mut room) else {
                continue;
            };
            if room.admit(member.len()) {
                if !field.is_empty() {
                    field.push(',');
                }
                field.push_str(&member);
            }
        }
        room.report();
        if !field.is_empty() {
            injector.set(BAGGAGE, field);
        }
    }

    fn extract_with_context(&self, cx: &Context, extractor: &dyn Extractor) -> Context {
        Self::read(cx, extractor).unwrap_or_else(|| cx.clone())
    }

    fn fields(&self) -> FieldIter<'_> {
        FieldIter::new(FIELDS.as_slice())
    }
}

#[cfg(test)]
mod tests;
