//! Making a provider the one that spans come from.

use super::{Pipeline, Provider, hold, installed, mode};
use std::sync::{Arc, PoisonError};

/// Makes `provider` the one that spans come from where no `Local` says otherwise, and
/// `pipeline` the one that timers tell about the traces they keep open.
pub(crate) fn install(provider: Provider, pipeline: Option<Pipeline>) {
    let listener = pipeline.map(|pipeline| -> hold::Listener {
        Arc::new(move |trace, pending| pipeline.pending(trace, pending))
    });
    *hold::LISTENER
        .write()
        .unwrap_or_else(PoisonError::into_inner) = listener;
    let mode = provider.mode();
    *installed::INSTALLED
        .write()
        .unwrap_or_else(PoisonError::into_inner) = Some(provider);
    mode::install(mode);
}

/// Has nothing traced from now on, but in contexts that carry a provider.
pub(crate) fn disable() {
    mode::disable();
    *installed::INSTALLED
        .write()
        .unwrap_or_else(PoisonError::into_inner) = None;
    *hold::LISTENER
        .write()
        .unwrap_or_else(PoisonError::into_inner) = None;
}
