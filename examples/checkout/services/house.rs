//! What every service has, whichever it is.

use crate::args::Fault;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What a running service has at hand.
#[derive(Clone)]
pub(super) struct House {
    pub(super) fault: Option<Fault>,
    /// Work that outlives its request; the service stops after it.
    pub(super) background: TaskTracker,
    pub(super) closing: CancellationToken,
}
