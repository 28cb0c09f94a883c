//! The console exporter, where it is compiled in.

use std::sync::Arc;

use super::SetupError;
use crate::export::console::Console;
use crate::provider::Sink;

pub(super) fn sink(owns_account: bool) -> Result<Arc<dyn Sink>, SetupError> {
    let console = Console::new(owns_account).map_err(SetupError::Thread)?;
    Ok(Arc::new(console))
}
