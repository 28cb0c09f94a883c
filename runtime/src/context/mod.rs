//! Carrying OpenTelemetry's [`Context`] to where work really runs.
//!
//! The `Context` of the `opentelemetry` crate is the only notion of "current" in
//! this crate: raw OpenTelemetry code, `tracing-opentelemetry` and `#[traced]` nest
//! in each other in every order.
//!
//! There is one synchronous primitive, [`run_in`]: attach, run, restore. Futures,
//! tasks, threads, timers and drops are all built on it.
//!
//! | to run this in a context | use |
//! |---|---|
//! | a closure | [`run_in`] |
//! | a closure, wherever it is called and dropped | [`InContextFn`] |
//! | a part of a future that holds its context itself | [`resume_in`] |
//! | a future or stream, wherever it is polled and dropped | [`InContext`] |
//! | an HTTP body, likewise, with a watch on its end | `body::WatchedBody` |
//!
//! # Child or link
//!
//! What starts later or elsewhere is a *child* of the span that started it when it belongs to
//! the same operation: a trace shows what was done for one request. It is the root of a *new
//! trace with a link back* when it outlives the request, or goes on for ever: a trace without
//! an end cannot be read, sampled or searched. A `link` is shown by the backend on the new
//! root.
//!
//! | the work | use | its spans are |
//! |---|---|---|
//! | a task that the request waits for, or a part of it left to run on | `task::{spawn, spawn_blocking, spawn_local, JoinSet}` | children |
//! | the same on a thread | [`thread::{spawn, scope, Builder}`](crate::thread) | children |
//! | one future among several (`join!`, `select!`, `FuturesUnordered`, an actor's queue) | `#[traced]` or [`.traced("name")`](crate::FutureExt::traced) | children |
//! | a future or stream that some library will poll | [`.in_current_trace()`](crate::FutureExt::in_current_trace) | children |
//! | a deadline | `time::{timeout, timeout_at}` | children |
//! | once, later: a retry, a reminder, an expiry | `time::after` | children, of a span that may have ended |
//! | a message that the request waits for | `sync`, `message.process("name", ..)` | children of the sender |
//! | a child process | [`process::Command`](crate::process::Command) | children, in that process |
//! | a task that outlives the request: a cache refresh, a session | `task::spawn_linked` | roots with a link to the starter |
//! | a message whose sender has long gone on | `sync`, `message.process_linked("name", ..)` | a root with a link to the sender |
//! | periodic work | `time::every` | one root a tick, with a link to the starter |
//! | what nobody started: `main`, a listener, a queue's consumer | `#[traced(root)]`, kinds `server` and `consumer` | roots |

mod attach;
#[cfg(feature = "http")]
pub mod body;
mod closure;
mod future;
mod unwind;

#[cfg(feature = "tokio")]
pub(crate) use attach::drop_in;
#[cfg(feature = "bridge")]
pub(crate) use attach::thread_is_alive as is_available;
pub(crate) use attach::{Attached, attach, is_vouched, with_current, with_current_alive};
pub use attach::{current, run_in};
pub use closure::{InContextFn, resume_in};
pub use future::InContext;
pub use unwind::on_unwind;

pub use opentelemetry::Context;
