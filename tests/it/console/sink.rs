//! A console whose output, clock and spans are in the test's hands.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use traced::export::console::{Console, Options, Style};
use traced::opentelemetry::trace::TraceId;
use traced::provider::Sink;

use super::fixture::{Made, TRACE, context};

/// Long enough that only a bug reaches it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Desk {
    pub(crate) console: Arc<Console>,
    now: Arc<Mutex<Instant>>,
    written: Receiver<String>,
}

/// Each write is one trace.
struct Channel(Sender<String>);

impl Write for Channel {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8(bytes.to_vec()).map_err(io::Error::other)?;
        self.0.send(text).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(|options| options)
    }

    pub(crate) fn with(change: impl FnOnce(Options) -> Options) -> Self {
        let (sender, written) = channel();
        let now = Arc::new(Mutex::new(Instant::now()));
        let clock = Arc::clone(&now);
        let options = Options::default()
            .writer(Channel(sender))
            .style(Style::new(100).times(false))
            .clock(move || *clock.lock().expect("no test panics with the clock"));
        let console = Console::with(change(options)).expect("a thread");
        Self {
            console: Arc::new(console),
            now,
            written,
        }
    }

    pub(crate) fn start(&self, id: u64, parent_is_local: bool) {
        self.console.started(&context(TRACE, id), parent_is_local);
    }

    pub(crate) fn end(&self, span: Made) {
        self.console.ended(span.data().into());
    }

    pub(crate) fn pass(&self, time: Duration) {
        *self.now.lock().expect("no test panics with the clock") += time;
        self.console.tick();
    }

    pub(crate) fn hold(&self) {
        self.console.hold(TraceId::from(TRACE));
    }

    pub(crate) fn release(&self) {
        self.console.release(TraceId::from(TRACE));
    }

    /// The next trace that is printed, without the empty line before it.
    pub(crate) fn next(&self) -> String {
        let text = self
            .written
            .recv_timeout(PATIENCE)
            .expect("a trace is printed");
        text.trim_start_matches('\n').to_owned()
    }

    /// Everything that is printed until the end.
    pub(crate) fn rest(self) -> Vec<String> {
        self.console
            .shutdown(Instant::now() + PATIENCE)
            .expect("the writer takes everything");
        self.written.try_iter().collect()
    }
}
