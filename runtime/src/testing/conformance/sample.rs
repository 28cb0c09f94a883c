//! What can be fed: spans of any exporter.

use opentelemetry_sdk::trace::SpanData;

use crate::testing::collector::Received;
use crate::testing::forest::Seen;

/// A span to be judged. Made of a reference to a [`SpanData`] or a [`Received`].
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a>(pub(super) Seen<'a>);

impl<'a> From<&'a SpanData> for Sample<'a> {
    fn from(span: &'a SpanData) -> Self {
        Self(Seen {
            span,
            service: None,
            open: false,
            stray: false,
        })
    }
}

impl<'a> From<&'a Received> for Sample<'a> {
    fn from(received: &'a Received) -> Self {
        Self(Seen::from(received))
    }
}
