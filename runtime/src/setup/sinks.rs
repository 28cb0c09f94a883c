//! Where spans go: the exporters that were chosen, each with its worker.

use std::sync::Arc;

use super::config::Config;
use super::start_line::describe;
use super::{Exporter, SetupError, console, file, zipkin};
use crate::export::{self, Worker};
use crate::provider::Sink;

/// Collects where spans go; the first one added keeps the process's account.
pub(super) struct Sinks<'a> {
    config: &'a Config,
    pub(super) all: Vec<Arc<dyn Sink>>,
    pub(super) workers: Vec<Arc<Worker>>,
    /// Each of them in words.
    pub(super) described: Vec<String>,
}

impl<'a> Sinks<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        Self {
            config,
            all: Vec::new(),
            workers: Vec::new(),
            described: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, exporter: Exporter) -> Result<(), SetupError> {
        let description = describe(exporter, self.config);
        let exporter = match exporter {
            Exporter::Otlp => export::otlp::exporter(&self.config.otlp),
            Exporter::Zipkin => zipkin::exporter(&self.config.zipkin),
            Exporter::File => file::to_file(&self.config.file),
            Exporter::Stdout => file::to_stdout(),
            Exporter::Console => {
                self.push(console::sink(self.owns_account())?);
                self.described.push(description);
                return Ok(());
            }
        };
        let exporter = exporter.map_err(SetupError::Exporter)?;
        self.start(
            |settings| Worker::over(exporter, settings),
            Some(description),
        )
    }

    /// Whether the next sink counts what becomes of spans: the first one does.
    fn owns_account(&self) -> bool {
        self.all.is_empty()
    }

    /// Adds an exporter that the code gave.
    pub(super) fn add_worker(
        &mut self,
        start: impl FnOnce(export::Settings) -> std::io::Result<Worker>,
    ) -> Result<(), SetupError> {
        self.start(start, None)
    }

    fn start(
        &mut self,
        start: impl FnOnce(export::Settings) -> std::io::Result<Worker>,
        description: Option<String>,
    ) -> Result<(), SetupError> {
        let settings = export::Settings {
            owns_account: self.owns_account(),
            ..self.config.worker.clone()
        };
        let worker = Arc::new(start(settings).map_err(SetupError::Thread)?);
        self.described
            .push(description.unwrap_or_else(|| worker.health().target));
        self.workers.push(Arc::clone(&worker));
        self.push(worker);
        Ok(())
    }

    fn push(&mut self, sink: Arc<dyn Sink>) {
        self.all.push(sink);
    }
}
