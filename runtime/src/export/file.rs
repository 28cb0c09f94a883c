//! OTLP in JSON lines, into a file or to stdout: one `{"resourceSpans":[..]}` a batch.
//!
//! Source: `specification/protocol/file-exporter.md`. Jaeger's UI uploads such a file, and
//! the collector's `otlpjsonfile` receiver reads it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::encode::otlp_json;
use super::foreign::panic_words;
use super::{Batch, BoxFuture, Export, ExportError, Exported};

/// Where the lines go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Stdout,
    File {
        path: PathBuf,
        /// The file is not made longer than this; `None` is no limit.
        max_bytes: Option<u64>,
    },
}

#[derive(Debug)]
struct Lines {
    output: Arc<Mutex<Output>>,
    target: String,
}

#[derive(Debug)]
enum Output {
    Stdout,
    File {
        file: File,
        /// How long the file may still grow.
        room: Option<u64>,
    },
}

/// The exporter for this place; lines are appended to a file that exists.
///
/// # Errors
///
/// Why the file cannot be written.
pub(crate) fn exporter(place: &Place) -> Result<Arc<dyn Export>, String> {
    let (output, target) = match place {
        Place::Stdout => (Output::Stdout, "stdout".to_owned()),
        Place::File { path, max_bytes } => {
            let opened = OpenOptions::new().create(true).append(true).open(path);
            let opened = opened.and_then(|file| Ok((file.metadata()?.len(), file)));
            let (length, file) = opened.map_err(|error| {
                format!("traces cannot be written to {}: {error}", path.display())
            })?;
            let room = max_bytes.map(|max| max.saturating_sub(length));
            (Output::File { file, room }, path.display().to_string())
        }
    };
    Ok(Arc::new(Lines {
        output: Arc::new(Mutex::new(output)),
        target,
    }))
}

impl Output {
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(line)?;
                stdout.flush()
            }
            Self::File { file, room } => {
                let length = line.len() as u64;
                if room.is_some_and(|room| room < length) {
                    return Err(io::Error::other(
                        "it is as long as TRACED_FILE_MAX_BYTES allows; move it away and start \
                         again",
                    ));
                }
                file.write_all(line)?;
                *room = room.map(|room| room - length);
                Ok(())
            }
        }
    }
}

impl Export for Lines {
    fn export(&self, batch: Batch) -> BoxFuture<'_, Result<Exported, ExportError>> {
        Box::pin(async move {
            let mut line = String::new();
            otlp_json::request(&mut line, &batch.spans, &batch.resource);
            line.push('\n');
            let output = Arc::clone(&self.output);
            // A disk may hang, and the worker's thread has to notice.
            let written = tokio::task::spawn_blocking(move || {
                let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
                output
                    .write(line.as_bytes())
                    .map_err(|error| error.to_string())
            });
            let result = written.await.map_err(panic_words);
            result.and_then(|written| written).map_err(|why| {
                ExportError::new(format!("cannot write traces to {}: {why}", self.target))
            })?;
            Ok(Exported::default())
        })
    }

    fn shutdown(&self, _limit: Duration) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn target(&self) -> &str {
        &self.target
    }
}
