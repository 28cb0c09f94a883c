//! The wire format of protocol buffers: what OTLP needs of it, in both directions.
//!
//! Source: protobuf.dev, "Encoding".

const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const LENGTH: u32 = 2;
const FIXED32: u32 = 5;

/// Appends fields to a buffer. As proto3 has it, a field that holds its type's default is
/// left out; in a `oneof` it is not, and [`Writer::present_varint`] and others are for that.
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// Writes into a buffer whose room is used again; what it holds is discarded.
    pub(crate) fn over(mut buffer: Vec<u8>) -> Self {
        buffer.clear();
        Self(buffer)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub(crate) fn varint(&mut self, field: u32, value: u64) {
        if value != 0 {
            self.present_varint(field, value);
        }
    }

    pub(crate) fn present_varint(&mut self, field: u32, value: u64) {
        self.key(field, VARINT);
        self.raw(value);
    }

    pub(crate) fn fixed64(&mut self, field: u32, value: u64) {
        if value != 0 {
            self.present_fixed64(field, value);
        }
    }

    pub(crate) fn present_fixed64(&mut self, field: u32, value: u64) {
        self.key(field, FIXED64);
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn fixed32(&mut self, field: u32, value: u32) {
        if value != 0 {
            self.key(field, FIXED32);
            self.0.extend_from_slice(&value.to_le_bytes());
        }
    }

    /// A text or bytes.
    pub(crate) fn bytes(&mut self, field: u32, value: &[u8]) {
        if !value.is_empty() {
            self.present_bytes(field, value);
        }
    }

    pub(crate) fn present_bytes(&mut self, field: u32, value: &[u8]) {
        self.key(field, LENGTH);
        self.raw(value.len() as u64);
        self.0.extend_from_slice(value);
    }

    /// Fields that were written before.
    pub(crate) fn raw_fields(&mut self, fields: &[u8]) {
        self.0.extend_from_slice(fields);
    }

    /// A message whose length is known after it is written. `room` bytes are kept for that
    /// length (each is worth 7 bits); a wrong guess moves the message by the difference.
    pub(crate) fn message(&mut self, field: u32, room: usize, write: impl FnOnce(&mut Self)) {
        self.key(field, LENGTH);
        let start = self.0.len();
        self.0.resize(start + room, 0);
        write(self);
        let end = self.0.len();
        let length = end - start - room;
        let mut digits = [0; 10];
        let needed = digits_of(length as u64, &mut digits);
        if needed != room {
            self.0.resize(end + needed.saturating_sub(room), 0);
            self.0.copy_within(start + room..end, start + needed);
            self.0.truncate(start + needed + length);
        }
        self.0[start..start + needed].copy_from_slice(&digits[..needed]);
    }

    fn key(&mut self, field: u32, wire_type: u32) {
        self.raw(u64::from(field << 3 | wire_type));
    }

    fn raw(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(low_digit(value) | 0x80);
            value >>= 7;
        }
        self.0.push(low_digit(value));
    }
}

fn low_digit(value: u64) -> u8 {
    value.to_le_bytes()[0]
}

/// The varint of `value`, and how long it is.
fn digits_of(mut value: u64, digits: &mut [u8; 10]) -> usize {
    let mut len = 0;
    while value >= 0x80 {
        digits[len] = low_digit(value) | 0x80;
        value >>= 7;
        len += 1;
    }
    digits[len] = low_digit(value);
    len + 1
}

/// What a field holds; which type that is, the reader knows by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    pub(crate) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Number(_) => &[],
        }
    }

    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Number(number) => number,
            Self::Bytes(_) => 0,
        }
    }

    /// The text; what is not UTF-8 is replaced.
    pub(crate) fn text(self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }
}

/// The fields of a message by number, in order.
///
/// # Errors
///
/// `None`, if these bytes are no message.
pub(crate) fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, Value<'_>)>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = take_varint(&mut bytes)?;
        let value = match key & 7 {
            0 => Value::Number(take_varint(&mut bytes)?),
            1 => Value::Number(u64::from_le_bytes(take(&mut bytes, 8)?.try_into().ok()?)),
            2 => {
                let length = usize::try_from(take_varint(&mut bytes)?).ok()?;
                Value::Bytes(take(&mut bytes, length)?)
            }
            5 => {
                let number = u32::from_le_bytes(take(&mut bytes, 4)?.try_into().ok()?);
                Value::Number(u64::from(number))
            }
            _ => return None,
        };
        fields.push((key >> 3, value));
    }
    Some(fields)
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Value, Writer, fields};

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        writer.varint(1, 0);
        writer.varint(2, u64::MAX);
        writer.fixed64(3, 7);
        writer.fixed32(4, 9);
        writer.bytes(5, b"text");
        writer.present_bytes(6, b"");
        assert_eq!(
            fields(&writer.into_bytes()).unwrap(),
            [
                (2, Value::Number(u64::MAX)),
                (3, Value::Number(7)),
                (4, Value::Number(9)),
                (5, Value::Bytes(b"text")),
                (6, Value::Bytes(b"")),
            ]
        );
    }

    #[test]
    fn a_wrong_guess_of_a_length_is_mended() {
        for room in 1..=4 {
            for size in [0, 1, 127, 128, 16_383, 16_384, 70_000] {
                let content = vec![b'x'; size];
                let mut writer = Writer::default();
                writer.message(1, room, |inner| inner.present_bytes(2, &content));
                writer.varint(3, 1);
                let bytes = writer.into_bytes();
                let [(1, Value::Bytes(inner)), (3, Value::Number(1))] = fields(&bytes).unwrap()[..]
                else {
                    panic!("{room} {size}");
                };
                assert_eq!(fields(inner).unwrap(), [(2, Value::Bytes(&content))]);
            }
        }
    }

    #[test]
    fn what_is_no_message_is_told() {
        let endless = [0xff; 20];
        for bytes in [&b"\x0a\x05abc"[..], b"\x08", b"\x0f", b"\x09abc", &endless] {
            assert_eq!(fields(bytes), None, "{bytes:?}");
        }
    }
}
