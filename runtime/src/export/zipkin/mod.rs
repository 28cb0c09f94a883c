//! Zipkin, for backends that do not take OTLP: JSON v2 over HTTP.
//!
//! Source: `specification/trace/sdk_exporters/zipkin.md` and zipkin.io's API v2.

mod encode;

use std::sync::Arc;
use std::time::Duration;

use super::otlp::{Client, Limit, Settings, deliver};
use super::{Batch, BoxFuture, Export, ExportError, Exported};

/// Who decides how long a batch may take.
const TIMEOUT: &str = "OTEL_EXPORTER_ZIPKIN_TIMEOUT";

#[derive(Debug)]
struct Zipkin {
    client: Client,
    target: String,
    limit: Limit,
}

/// The exporter for these settings, of which the protocol counts for nothing.
///
/// # Errors
///
/// What is wrong with the settings, for a person.
pub(crate) fn exporter(settings: &Settings) -> Result<Arc<dyn Export>, String> {
    Ok(Arc::new(Zipkin {
        client: Client::new(settings, "application/json")?,
        target: settings.endpoint.to_string(),
        limit: Limit::new(settings.timeout, TIMEOUT),
    }))
}

impl Export for Zipkin {
    fn export(&self, batch: Batch) -> BoxFuture<'_, Result<Exported, ExportError>> {
        Box::pin(async move {
            let mut text = String::new();
            encode::spans(&mut text, &batch.spans, &batch.resource);
            let body = self.client.prepared(text.into_bytes());
            let attempt = || async {
                self.client.post(body.clone()).await?;
                // 202 says no more than that the spans came.
                Ok(Exported::default())
            };
            deliver(self.client.endpoint(), self.limit, &batch.signals, attempt).await
        })
    }

    fn shutdown(&self, _limit: Duration) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn target(&self) -> &str {
        &self.target
    }
}
