//! Lines of `tracing_subscriber::fmt` with the ids of the span that they belong to.

use std::io;
use std::sync::{Arc, Mutex};

use opentelemetry_sdk::trace::SpanData;
use serde_json::Value;
use traced::testing::record;
use traced::{bridge, task, traced};
use tracing::{Dispatch, Instrument as _, info, info_span};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::{JsonFields, format};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{fmt, registry};

use super::on_both_runtimes;

/// Keeps what is written.
#[derive(Clone, Debug, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    /// What was written since the last call.
    fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().expect("no panic"));
        String::from_utf8(bytes).expect("text")
    }
}

#[traced("order.place")]
async fn place() {
    info!("in place");
    let pay = async {
        info!("in pay");
        task::spawn(ship()).await.expect("no panic");
    };
    pay.instrument(info_span!("pay")).await;
}

#[traced("order.ship")]
async fn ship() {
    tokio::task::yield_now().await;
    info!("in ship");
}

/// Runs the order; one pair of message and span for each line that is expected.
async fn ordered() -> [(&'static str, SpanData); 3] {
    info!("outside");
    let recorded = record(async { place().await }).await;
    recorded.assert_connected();
    let span = |name| recorded.span(name).clone();
    [
        ("in place", span("order.place")),
        ("in pay", span("pay")),
        ("in ship", span("order.ship")),
    ]
}

#[test]
fn lines_of_text_end_with_the_ids() {
    let lines = Lines::default();
    let text = bridge::Format::new(format().without_time());
    let text = fmt::layer().event_format(text).with_writer(lines.clone());
    // The order of the layers must not matter.
    let subscribers = [
        Dispatch::new(registry().with(text).with(bridge::layer())),
        {
            let text = bridge::Format::new(format().without_time());
            let text = fmt::layer().event_format(text).with_writer(lines.clone());
            Dispatch::new(registry().with(bridge::layer()).with(text))
        },
    ];
    for subscriber in subscribers {
        on_both_runtimes(&subscriber, || async {
            let expected = ordered().await;
            let text = lines.take();
            let mut lines = text.lines();
            let outside = lines.next().expect("a line");
            assert!(outside.ends_with("outside"), "{outside}");
            for (message, span) in expected {
                let line = lines.next().expect("a line");
                let (trace, id) = (span.span_context.trace_id(), span.span_context.span_id());
                let end = format!("{message} trace_id={trace} span_id={id}");
                assert!(line.starts_with(" INFO ") && line.ends_with(&end), "{line}");
            }
            assert_eq!(lines.next(), None);
        });
    }
}

#[test]
fn lines_of_json_have_them_as_members() {
    let lines = Lines::default();
    let json = fmt::layer()
        .event_format(bridge::Format::json(format().json()))
        .fmt_fields(JsonFields::new())
        .with_writer(lines.clone());
    let subscriber = Dispatch::new(registry().with(bridge::layer()).with(json));
    on_both_runtimes(&subscriber, || async {
        let expected = ordered().await;
        let text = lines.take();
        let mut lines = text.lines().map(|line| -> Value {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
        });
        let outside = lines.next().expect("a line");
        assert_eq!(outside["fields"]["message"], "outside");
        assert_eq!(outside.get("trace_id"), None);
        for (message, span) in expected {
            let line = lines.next().expect("a line");
            let (trace, id) = (span.span_context.trace_id(), span.span_context.span_id());
            assert_eq!(line["fields"]["message"], message);
            assert_eq!(line["trace_id"], trace.to_string());
            assert_eq!(line["span_id"], id.to_string());
        }
        assert!(lines.next().is_none());
    });
}
