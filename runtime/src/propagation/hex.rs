//! Ids and flags in hexadecimal digits, as strictly as each format has them.
//!
//! Not by `from_str_radix`, which accepts a sign, either case and any length.

/// The number that exactly `digits` lower-case digits stand for; at most 32 of them.
#[inline]
pub(super) fn lower(text: impl AsRef<[u8]>, digits: usize) -> Option<u128> {
    let text = text.as_ref();
    if text.len() != digits {
        None
    } else if digits.is_multiple_of(8) {
        eights(text)
    } else {
        number(text, |digit| {
            DIGITS.iter().position(|known| *known == digit)
        })
    }
}

/// The number that one to `digits` digits of either case stand for; at most 32 of them.
pub(super) fn any_case(text: &str, digits: usize) -> Option<u128> {
    if text.is_empty() || text.len() > digits {
        return None;
    }
    let value = |digit| char::from(digit).to_digit(16)?.try_into().ok();
    number(text.as_bytes(), value)
}

fn number(digits: &[u8], value: impl Fn(u8) -> Option<usize>) -> Option<u128> {
    digits.iter().try_fold(0, |number, digit| {
        let value = value(*digit)?;
        Some(number << 4 | value as u128)
    })
}

/// A one in each byte.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The number that lower-case digits stand for, eight at a time: this is done for every request.
///
/// Each byte is looked at in its place: digits are `0x30` and more, letters `0x61` and more, and no sum is carried over.
#[inline(never)]
fn eights(digits: &[u8]) -> Option<u128> {
    let (mut number, mut wrong) = (0_u128, 0);
    for digits in digits.chunks_exact(8) {
        let digits = u64::from_be_bytes(digits.try_into().ok()?);
        let letter = (digits >> 6) & EACH;
        let value = (digits & (0x0f * EACH)) + letter * 9;
        let at_least = |limit: u64| (value + (0x80 - limit) * EACH) >> 7;
        wrong |= digits ^ (value + 0x30 * EACH + letter * 0x27);
        wrong |= ((at_least(10) ^ letter) | at_least(16)) & EACH;
        let pairs = (value | value >> 4) & 0x00ff_00ff_00ff_00ff;
        let fours = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
        number = number << 32 | u128::from((fours | fours >> 16) & 0xffff_ffff);
    }
    (wrong == 0).then_some(number)
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Writes the digits of some bytes, in lower case: two for each.
#[inline(never)]
pub(super) fn write(digits: &mut [u8], bytes: &[u8]) {
    for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
}

#[cfg(test)]
mod tests {
    use super::{any_case, lower, write};

    #[test]
    fn lower_case_of_one_length() {
        assert_eq!(lower("0f", 2), Some(15));
        assert_eq!(lower("f".repeat(32), 32), Some(u128::MAX));
        for wrong in ["0F", "f", "00f", "+f", " f", "g0", "", "é"] {
            assert_eq!(lower(wrong, 2), None, "{wrong}");
        }
    }

    #[test]
    fn each_byte_is_a_digit_or_not_in_each_place() {
        for byte in 0..=u8::MAX {
            for place in 0..32 {
                let mut text = [b'7'; 32];
                text[place] = byte;
                let value = char::from(byte).to_digit(16).map(u128::from);
                let shift = 4 * (31 - place);
                let all = u128::MAX / 15 * 7;
                let number = value.map(|value| (all & !(15 << shift)) | (value << shift));
                let is_lower = !byte.is_ascii_uppercase();
                assert_eq!(lower(text, 32), number.filter(|_| is_lower), "{byte}");
                if let Ok(text) = std::str::from_utf8(&text) {
                    assert_eq!(any_case(text, 32), number, "{byte}");
                }
            }
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let mut text = [b'-'; 7];
        write(&mut text[1..], &[0x0f, 0xa9, 0xff]);
        assert_eq!(text, *b"-0fa9ff");
        assert_eq!(lower(&text[1..], 6), Some(0x0f_a9ff));
    }

    #[test]
    fn either_case_up_to_a_length() {
        assert_eq!(any_case("F", 2), Some(15));
        assert_eq!(any_case("0f", 2), Some(15));
        for wrong in ["00f", "+f", "", "0x", "é"] {
            assert_eq!(any_case(wrong, 2), None, "{wrong}");
        }
    }
}
