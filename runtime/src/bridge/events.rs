//! `tracing` events that become events of the current OpenTelemetry span.

use super::route::Entered;
use crate::context;
use opentelemetry::KeyValue;
use opentelemetry::trace::TraceContextExt as _;
use std::borrow::Cow;
use std::error::Error;
use std::fmt::{Debug, Write as _};
use tracing::field::{Field, Visit};
use tracing::span::Id;
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// The half of the bridge that takes events, and notes which OpenTelemetry span a `tracing` span
/// is.
#[derive(Debug)]
pub(super) struct Events;

impl<S> Layer<S> for Events
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_enter(&self, id: &Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(id) else { return };
        if span.extensions().get::<Entered>().is_none() {
            let current = context::with_current(|cx| cx.span().span_context().clone());
            span.extensions_mut().replace(Entered(current));
        }
    }

    fn on_event(&self, event: &Event<'_>, _cx: Context<'_, S>) {
        let current = context::current();
        let span = current.span();
        if !span.is_recording() {
            return;
        }
        let meta = event.metadata();
        let mut fields = Fields {
            name: None,
            attributes: vec![
                KeyValue::new("level", meta.level().as_str()),
                KeyValue::new("target", meta.target().to_owned()),
            ],
        };
        event.record(&mut fields);
        if let Some(file) = meta.file() {
            let file = KeyValue::new("code.file.path", file.to_owned());
            fields.attributes.push(file);
        }
        if let Some(line) = meta.line() {
            let line = KeyValue::new("code.line.number", i64::from(line));
            fields.attributes.push(line);
        }
        let name = fields.name.map_or(Cow::Borrowed(meta.name()), Cow::Owned);
        span.add_event(name, fields.attributes);
    }
}

/// The fields of an event: its message is the name, all others are attributes.
struct Fields {
    name: Option<String>,
    attributes: Vec<KeyValue>,
}

impl Fields {
    fn text(&mut self, field: &Field, text: String) {
        if field.name() == "message" {
            self.name = Some(text);
        } else {
            self.attributes.push(KeyValue::new(field.name(), text));
        }
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.attributes.push(KeyValue::new(field.name(), value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.attributes.push(KeyValue::new(field.name(), value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match i64::try_from(value) {
            Ok(value) => self.record_i64(field, value),
            Err(_) => self.text(field, value.to_string()),
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.attributes.push(KeyValue::new(field.name(), value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value.to_owned());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let mut text = value.to_string();
        let mut source = value.source();
        // A chain may be a cycle.
        for _ in 0..32 {
            let Some(error) = source else { break };
            let _ = write!(text, "\nCaused by: {error}");
            source = error.source();
        }
        self.text(field, text);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.text(field, format!("{value:?}"));
    }
}
