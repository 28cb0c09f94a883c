//! Stands in for HTTP where the cargo feature `otlp-http` is off.

use std::sync::Arc;

use super::settings::Settings;
use crate::export::Export;

pub(super) const IS_COMPILED_IN: bool = false;

pub(super) fn exporter(_: &Settings) -> Result<Arc<dyn Export>, String> {
    Err(
        "OTLP over HTTP is not compiled in: add the cargo feature \"otlp-http\" of traced, or set \
         OTEL_EXPORTER_OTLP_PROTOCOL=grpc"
            .to_owned(),
    )
}
