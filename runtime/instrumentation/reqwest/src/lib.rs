//! HTTP client spans and trace propagation for [reqwest], as OpenTelemetry's conventions
//! say.
//!
//! ```no_run
//! let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
//!     .with(traced_reqwest::Middleware::new())
//!     .build();
//! ```
//!
//! Each request gets a span of kind CLIENT, a child of the current one, and carries that
//! span's `traceparent`. The span is called by its method (`GET`), or `GET /users/{id}`
//! where the request has a [`UrlTemplate`]. `url.full` is the URL that the caller wrote,
//! redacted: reqwest follows redirects below any middleware, so that they are part of the
//! one span. Below a middleware that retries, each attempt has a span, and from the
//! second on `http.request.resend_count`. Add the middleware once, above or below; each of
//! two in one chain has its spans and counts for itself.
//!
//! # How a span ends
//!
//! | when | with |
//! |---|---|
//! | the response's body was read to its end | the status code; Error and `error.type` for 4xx and 5xx |
//! | the response is dropped unread, or has no body | the same |
//! | the body is dropped half-way | the same, and `traced.cancelled = true` |
//! | the request is dropped before there is a response | no status, `traced.cancelled = true`: giving up on purpose is no error (HT-7) |
//! | the request or the body fails | Error, its text without the URL, and `error.type` as below |
//!
//! # `error.type`
//!
//! A status code, or the first of these that applies:
//!
//! | id | what happened |
//! |---|---|
//! | `timeout` | a timeout of the client, of the request or of the socket |
//! | `dns` | the name of the host could not be resolved |
//! | `connect` | no connection could be made |
//! | `redirect` | too many redirects, or one that the policy forbids |
//! | `decode` | the body is not what it was announced to be |
//! | `body` | the body of the request or of the response broke off |
//! | `builder` | the request was never valid |
//! | `upgrade` | the connection could not be upgraded |
//! | `request` | sending failed in another way |
//! | `_OTHER` | another middleware failed |
#![forbid(unsafe_code)]

mod attempts;
mod error;
mod middleware;
mod options;
mod span;

pub use middleware::{Middleware, UrlTemplate};
