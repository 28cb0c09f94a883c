//! The exporters to files and stdout, where they are compiled in.

use std::sync::Arc;

use super::exporters::FileSettings;
use crate::export::Export;
use crate::export::file::{Place, exporter};

pub(super) fn to_file(settings: &FileSettings) -> Result<Arc<dyn Export>, String> {
    exporter(&Place::File {
        path: settings.path.clone(),
        max_bytes: settings.max_bytes,
    })
}

pub(super) fn to_stdout() -> Result<Arc<dyn Export>, String> {
    exporter(&Place::Stdout)
}
