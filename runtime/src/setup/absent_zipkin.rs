//! Stands in for Zipkin where the cargo feature `zipkin` is off.

use std::sync::Arc;

use crate::export::Export;
use crate::export::otlp::Settings;

pub(super) fn exporter(_: &Settings) -> Result<Arc<dyn Export>, String> {
    Err(
        "the exporter \"zipkin\" is not compiled in: add the cargo feature \"zipkin\" of traced, or \
         use OTLP, which Zipkin's successors and collectors take"
            .to_owned(),
    )
}
