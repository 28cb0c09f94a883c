//! Stands in for the console exporter where the cargo feature `console` is off.

use std::sync::Arc;

use super::SetupError;
use crate::provider::Sink;

pub(super) fn sink(_owns_account: bool) -> Result<Arc<dyn Sink>, SetupError> {
    Err(SetupError::Exporter(
        "the console exporter is not compiled in: add the cargo feature \"console\" of traced"
            .to_owned(),
    ))
}
