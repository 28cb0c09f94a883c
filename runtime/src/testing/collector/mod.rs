//! An OTLP receiver for tests: what a backend would see, over real sockets.

mod decode;
mod received;
mod reply;
mod server;
mod store;
mod value;

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use self::{server::Server, store::Store};
use super::{
    forest::{Forest, Roots, Seen, Standing},
    tree,
};
use crate::export::console::{Span, Style, render};

pub use self::{
    received::{Received, Trace},
    reply::Reply,
    store::Counts,
};

/// A real OTLP receiver on free loopback ports, gRPC and HTTP/protobuf.
///
/// It runs on a thread and a tokio runtime of its own, so it answers whatever the test does with
/// its own thread. Dropping it closes both ports and ends the thread.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// let collector = traced::testing::Collector::start()?;
/// // OTEL_EXPORTER_OTLP_ENDPOINT = collector.http_endpoint(), run the program, then:
/// assert_eq!(collector.orphans(), []);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Collector {
    store: Arc<Store>,
    server: Server,
}

impl Collector {
    /// Starts a collector that accepts everything.
    ///
    /// # Errors
    /// If the system gives no port, thread or runtime.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// A collector with other bounds or answers.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The value of `OTEL_EXPORTER_OTLP_ENDPOINT` with protocol `grpc`: `http://127.0.0.1:PORT`.
    pub fn grpc_endpoint(&self) -> String {
        format!("http://{}", self.server.grpc)
    }

    /// The value of `OTEL_EXPORTER_OTLP_ENDPOINT` with protocol `http/protobuf`. As every base
    /// endpoint it is without a path: exporters add `/v1/traces`.
    pub fn http_endpoint(&self) -> String {
        format!("http://{}", self.server.http)
    }

    /// All spans so far, in the order of arrival.
    pub fn spans(&self) -> Vec<Received> {
        self.store.spans().to_vec()
    }

    /// Blocks until `done` says yes to the spans so far, and returns them. It is asked at once and
    /// after each arrival.
    ///
    /// It blocks its thread: where exporter or services need that thread (a current-thread
    /// runtime), call it through `tokio::task::spawn_blocking`.
    ///
    /// # Errors
    /// When the deadline has passed; the error shows what arrived.
    pub fn wait_for(
        &self,
        deadline: Duration,
        done: impl FnMut(&[Received]) -> bool,
    ) -> Result<Vec<Received>, TimedOut> {
        self.store
            .wait_for(deadline, done)
            .map(|spans| spans.to_vec())
            .map_err(|spans| TimedOut {
                deadline,
                tree: tree_of(&spans),
                spans: spans.to_vec(),
            })
    }

    /// Blocks until `count` spans or more have arrived, and returns all; see [`Self::wait_for`].
    ///
    /// # Errors
    /// When the deadline has passed; the error shows what arrived.
    pub fn wait_for_spans(
        &self,
        count: usize,
        deadline: Duration,
    ) -> Result<Vec<Received>, TimedOut> {
        self.wait_for(deadline, |spans| spans.len() >= count)
    }

    /// The spans so far by trace, the earliest trace first.
    pub fn traces(&self) -> Vec<Trace> {
        received::group(&self.store.spans())
    }

    /// The spans that have lost their place, in the order of their start:
    ///
    /// - an internal span without a parent and without a link. Entry points have another kind
    ///   or are declared (`#[traced(root)]`), and what is started on purpose as a trace of its
    ///   own links to its cause;
    /// - a span whose parent, in the same process, has not arrived;
    /// - a span whose parent, in another process, has not arrived, unless that parent is the
    ///   caller that handed the trace in from outside. A trace has at most one such caller: the
    ///   absent parent of its earliest span, if no span of the trace is its root.
    ///
    /// Parents end after their children: ask when all have arrived.
    pub fn orphans(&self) -> Vec<Received> {
        let spans = self.store.spans();
        let forest = forest(&spans);
        forest
            .lines()
            .iter()
            .filter(|line| line.standing == Standing::Orphan)
            .map(|line| spans[line.index].clone())
            .collect()
    }

    /// All traces as stable text, without ids and times.
    ///
    /// One line a span, indented under its parent: name, kind if it is not internal, service
    /// where it changes, status, `cancelled` or `panicked`, `orphan` or `continued`, attributes by
    /// key (without `code.*`). Lines with `*` are its events, those with `~` its links.
    pub fn tree(&self) -> String {
        tree_of(&self.store.spans())
    }

    /// All traces as a person reads them, with durations and bars; see
    /// [`export::console::render`](crate::export::console::render).
    pub fn render(&self, style: &Style) -> String {
        let spans: Vec<Span> = self.store.spans().iter().map(Span::from).collect();
        render(&spans, style)
    }

    /// Stops listening, as a backend that goes down: what has arrived stays.
    pub fn stop(&mut self) {
        self.server.stop();
    }

    /// What came in, and what became of it.
    pub fn counts(&self) -> Counts {
        self.store.counts()
    }
}

fn forest(spans: &[Received]) -> Forest<'_> {
    Forest::new(spans.iter().map(Seen::from), Roots::EntryPoints)
}

fn tree_of(spans: &[Received]) -> String {
    tree::text(&forest(spans))
}

/// Settings of a [`Collector`].
pub struct Builder {
    max_bytes: usize,
    responder: store::Responder,
}

impl Builder {
    /// How much it keeps, measured in bytes as received; 64 MiB if not told. What does not fit is
    /// counted in [`Counts::overflowed`] and answered with a partial success.
    pub fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Decides the answer to each well-formed batch. Called on the collector's own thread.
    pub fn respond(
        mut self,
        responder: impl Fn(&[Received]) -> Reply + Send + Sync + 'static,
    ) -> Self {
        self.responder = Box::new(responder);
        self
    }

    /// Starts the collector.
    ///
    /// # Errors
    /// If the system gives no port, thread or runtime.
    pub fn start(self) -> io::Result<Collector> {
        let store = Arc::new(Store::new(self.max_bytes, self.responder));
        let server = Server::start(&store)?;
        Ok(Collector { store, server })
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            max_bytes: 64 * 1024 * 1024,
            responder: Box::new(|_| Reply::Accept),
        }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("max_bytes", &self.max_bytes)
            .finish_non_exhaustive()
    }
}

/// [`Collector::wait_for`] reached its deadline.
#[derive(Clone, Debug)]
pub struct TimedOut {
    /// What had arrived by then.
    pub spans: Vec<Received>,
    deadline: Duration,
    tree: String,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not arrived within {:?}; ", self.deadline)?;
        match self.spans.len() {
            0 => f.write_str("no span came"),
            1 => write!(f, "1 span came:\n{}", self.tree),
            count => write!(f, "{count} spans came:\n{}", self.tree),
        }
    }
}

impl std::error::Error for TimedOut {}
