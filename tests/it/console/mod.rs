//! The console exporter: what it draws, and when.

mod bounds;
mod fixture;
mod golden;
mod hostile;
mod lines;
mod sink;
mod when;
