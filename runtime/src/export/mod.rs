//! (being written)
#[cfg(feature = "console")]
pub mod console;
