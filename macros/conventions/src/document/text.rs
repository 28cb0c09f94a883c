//! Bytes of a file as text.

use std::sync::Arc;

use super::MAX_BYTES;
use crate::error::Result;
use crate::{Place, ReadError};

/// The text of a file without its byte order mark.
///
/// # Errors
///
/// If the file is larger than 8 MiB, or is not UTF-8; the error names the line.
pub(crate) fn decode<'b>(file: &Arc<str>, bytes: &'b [u8]) -> Result<&'b str> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large(file));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = &bytes[..error.valid_up_to()];
        let place = Place {
            file: Arc::clone(file),
            line: line_of(valid),
        };
        let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
        let message = if utf16 {
            "the file is UTF-16; save it as UTF-8"
        } else {
            "this line is not UTF-8; save the file as UTF-8"
        };
        ReadError::at(&place, message)
    })
}

pub(crate) fn too_large(file: &Arc<str>) -> ReadError {
    let most = MAX_BYTES >> 20;
    ReadError::whole(
        Arc::clone(file),
        format!("the file is larger than {most} MiB"),
    )
}

/// The line on which the text after `before` stands.
fn line_of(before: &[u8]) -> u32 {
    let lines = before.split(|byte| *byte == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}
