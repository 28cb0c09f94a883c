//! Ids and flags in hexadecimal digits, as strictly as each format has them.
//!
//! Not by `from_str_radix`, which accepts a sign, either case and any length.

/// The number that exactly `digits` lower-case digits stand for; at most 32 of them.
pub(super) fn lower(text: impl AsRef<[u8]>, digits: usize) -> Option<u128> {
    let text = text.as_ref();
    let lower = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    (text.len() == digits)
        .then(|| number(text, lower))
        .flatten()
}

/// The number that one to `digits` digits of either case stand for; at most 32 of them.
pub(super) fn any_case(text: &str, digits: usize) -> Option<u128> {
    if text.is_empty() || text.len() > digits {
        return None;
    }
    number(text.as_bytes(), |digit| {
        let value = char::from(digit).to_digit(16)?;
        u8::try_from(value).ok()
    })
}

/// By halves: a machine shifts 64 bits at once, and this is done for every request.
fn number(digits: &[u8], value: impl Fn(u8) -> Option<u8>) -> Option<u128> {
    let half = |digits: &[u8]| {
        digits.iter().try_fold(0_u64, |number, digit| {
            Some(number << 4 | u64::from(value(*digit)?))
        })
    };
    let (high, low) = digits.split_at(digits.len().saturating_sub(16));
    Some(u128::from(half(high)?) << 64 | u128::from(half(low)?))
}

/// Appends the digits of some bytes, in lower case.
pub(super) fn push(text: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
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
