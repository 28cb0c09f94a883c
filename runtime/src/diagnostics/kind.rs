//! The kinds of diagnostics: the same words as the rule ids of the conventions.

use std::fmt;

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An internal span started with no parent.
    Orphan,
    /// A function was called after the span it belongs to had ended.
    LateChild,
    /// A future was polled under another trace than it was called in.
    ForeignParent,
    /// A server layer stands inside an already started local span.
    LayerOrder,
    /// An incoming `traceparent` header breaks the W3C format.
    BadTraceparent,
    /// A span was still open at shutdown.
    Unended,
    /// Spans could not be delivered.
    Lost,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Orphan,
        Self::LateChild,
        Self::ForeignParent,
        Self::LayerOrder,
        Self::BadTraceparent,
        Self::Unended,
        Self::Lost,
    ];

    /// The stable id that each message ends with.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Orphan => "orphan",
            Self::LateChild => "late-child",
            Self::ForeignParent => "foreign-parent",
            Self::LayerOrder => "layer-order",
            Self::BadTraceparent => "bad-traceparent",
            Self::Unended => "unended",
            Self::Lost => "lost",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
