//! OTLP over HTTP, with bodies in protobuf or JSON.
//!
//! Source: OTLP 1.10, "OTLP/HTTP".

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::answer::accepted;
use super::client::{Answer, Client};
use super::http_answer::{PROTOBUF, accepted_json};
use super::retry::{Limit, deliver};
use super::settings::{Protocol, Settings, TIMEOUT};
use crate::export::encode::otlp_json;
use crate::export::encode::protobuf::Encoder;
use crate::export::{Batch, BoxFuture, Export, ExportError, Exported};

const JSON: &str = "application/json";

#[derive(Debug)]
struct Http {
    client: Client,
    json: bool,
    encoder: Mutex<Encoder>,
    target: String,
    limit: Limit,
}

pub(super) const IS_COMPILED_IN: bool = true;

pub(super) fn exporter(settings: &Settings) -> Result<Arc<dyn Export>, String> {
    let json = settings.protocol == Protocol::HttpJson;
    Ok(Arc::new(Http {
        client: Client::new(settings, if json { JSON } else { PROTOBUF })?,
        json,
        encoder: Mutex::default(),
        target: settings.endpoint.to_string(),
        limit: Limit::new(settings.timeout, TIMEOUT),
    }))
}

impl Http {
    fn encoded(&self, batch: &Batch) -> Vec<u8> {
        if self.json {
            let mut text = String::new();
            otlp_json::request(&mut text, &batch.spans, &batch.resource);
            return text.into_bytes();
        }
        self.encoder().request(&batch.spans, &batch.resource)
    }

    fn encoder(&self) -> MutexGuard<'_, Encoder> {
        self.encoder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a success means. Some backends answer nothing, or another type; they have the spans.
    fn taken(&self, answer: &Answer) -> Exported {
        let read = match answer.content_type.as_str() {
            content_type if content_type.starts_with(PROTOBUF) => accepted(&answer.body),
            content_type if self.json && content_type.starts_with(JSON) => {
                accepted_json(&answer.body)
            }
            _ => Some(Exported::default()),
        };
        read.unwrap_or_else(|| Exported {
            rejected: 0,
            message: Some(format!(
                "{}, with an answer that is not OTLP",
                answer.status
            )),
        })
    }
}

impl Export for Http {
    fn export(&self, batch: Batch) -> BoxFuture<'_, Result<Exported, ExportError>> {
        Box::pin(async move {
            let body = self.client.prepared(self.encoded(&batch));
            let attempt = || async {
                let answer = self.client.post(body.clone()).await?;
                Ok(self.taken(&answer))
            };
            let result = deliver(self.client.endpoint(), self.limit, &batch.signals, attempt).await;
            if let Ok(room) = body.try_into_mut() {
                self.encoder().reuse(room.into());
            }
            result
        })
    }

    fn shutdown(&self, _limit: Duration) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn target(&self) -> &str {
        &self.target
    }
}
