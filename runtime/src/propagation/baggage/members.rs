//! Baggage as a list: in a stable order out of a context, and into one.

use opentelemetry::Context;
use opentelemetry::baggage::{Baggage, BaggageExt as _};

use super::{Member, Room};

/// The members by key: what finds no room should not be a matter of chance.
pub(in crate::propagation) fn sorted(baggage: &Baggage) -> Vec<Member<'_>> {
    let mut members: Vec<_> = baggage
        .iter()
        .map(|(key, (value, properties))| Member {
            key: key.as_str().into(),
            value: value.as_str().into(),
            properties: properties.as_str().into(),
        })
        .collect();
    members.sort_by(|one, other| one.key.cmp(&other.key));
    members
}

/// The context with these members in addition to its own: a composite may have read some
/// from another field. What OpenTelemetry's type refuses is counted.
pub(in crate::propagation) fn added(
    cx: &Context,
    found: Vec<Member<'_>>,
    room: &mut Room,
) -> Context {
    if found.is_empty() {
        return cx.clone();
    }
    let mut baggage: Baggage = cx
        .baggage()
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    for member in found {
        let (key, value) = (member.key.into_owned(), member.value.into_owned());
        let before = baggage.len();
        let replaced = baggage.insert_with_metadata(key, value, &*member.properties);
        if replaced.is_none() && baggage.len() == before {
            room.refuse();
        }
    }
    cx.with_baggage(baggage)
}
