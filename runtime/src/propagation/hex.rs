//! Ids and flags in hexadecimal digits, as strictly as each format has them.
//!
//! Not by `from_str_radix`, which accepts a sign, either case and any length.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The number that exactly `digits` lower-case digits stand for; at most 32 of them.
pub(super) fn lower(text: impl AsRef<[u8]>, digits: usize) -> Option<u128> {
    let text = text.as_ref();
    if text.len() != digits {
        return None;
    }
    number(text, &LOWER)
}

/// The number that one to `digits` digits of either case stand for; at most 32 of them.
pub(super) fn any_case(text: &str, digits: usize) -> Option<u128> {
    if text.is_empty() || text.len() > digits {
        return None;
    }
    number(text.as_bytes(), &EITHER)
}

/// The value of each byte as a digit; what is no digit has bits that no digit has.
type Values = [u8; 256];

const NO_DIGIT: u8 = 0xf0;
const LOWER: Values = values(b"");
const EITHER: Values = values(b"ABCDEF");

const fn values(capitals: &[u8]) -> Values {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    let mut left = capitals;
    value = 10;
    while let [first, rest @ ..] = left {
        values[*first as usize] = value;
        value += 1;
        left = rest;
    }
    values
}

/// By halves, for a machine shifts 64 bits at once, and without a branch for each digit: this is done for every request.
fn number(digits: &[u8], values: &Values) -> Option<u128> {
    let mut seen = 0;
    let mut half = |digits: &[u8]| {
        digits.iter().fold(0_u64, |number, digit| {
            let value = values[usize::from(*digit)];
            seen |= value;
            number << 4 | u64::from(value)
        })
    };
    let (high, low) = digits.split_at(digits.len().saturating_sub(16));
    let number = u128::from(half(high)) << 64 | u128::from(half(low));
    (seen & NO_DIGIT == 0).then_some(number)
}

/// Appends the digits of some bytes, in lower case.
pub(super) fn push(text: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        text.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
    }
}

#[cfg(test)]
mod tests {
    use super::{any_case, lower, push};

    #[test]
    fn lower_case_of_one_length() {
        assert_eq!(lower("0f", 2), Some(15));
        assert_eq!(lower("f".repeat(32), 32), Some(u128::MAX));
        for wrong in ["0F", "f", "00f", "+f", " f", "g0", "", "é"] {
            assert_eq!(lower(wrong, 2), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_pushed_is_read() {
        let mut text = b"-".to_vec();
        push(&mut text, &[0x0f, 0xa9, 0xff]);
        assert_eq!(text, b"-0fa9ff");
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
