//! What crosses process boundaries: the formats, what carries them, and what is made of
//! what strangers send.

mod carriers;
mod composite;
mod diagnostics;
mod generator;
mod hostile;
mod messaging;
mod service;
mod w3c_traceparent;
mod w3c_tracestate;
