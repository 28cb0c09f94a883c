//! Bodies, compressed.

use std::io::Write as _;

use flate2::write::GzEncoder;

/// Fast rather than small: a batch of spans is mostly repetition.
const LEVEL: u32 = 3;

pub(super) fn compressed(body: &[u8]) -> Vec<u8> {
    let room = Vec::with_capacity(body.len() / 4);
    let mut encoder = GzEncoder::new(room, flate2::Compression::new(LEVEL));
    // Writing to a Vec cannot fail.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}
