//! Stands in for gRPC where the cargo feature `otlp-grpc` is off.

use std::sync::Arc;

use super::settings::Settings;
use crate::export::Export;

pub(super) const IS_COMPILED_IN: bool = false;

pub(super) fn exporter(_: &Settings) -> Result<Arc<dyn Export>, String> {
    Err(
        "OTLP over gRPC is not compiled in: add the cargo feature \"otlp-grpc\" of traced, or set \
         OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"
            .to_owned(),
    )
}
