//! Ids and flags in hexadecimal digits, as strictly as each format has them.
//!
//! Not by `from_str_radix`, which accepts a sign, either case and any length.

/// The number that exactly `digits` lower-case digits stand for.
pub(super) fn lower(text: &str, digits: usize) -> Option<u128> {
    let strict = text.len() == digits && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    strict.then(|| any_case(text, digits)).flatten()
}

/// The number that one to `digits` digits of either case stand for.
pub(super) fn any_case(text: &str, digits: usize) -> Option<u128> {
    if text.is_empty() || text.len() > digits {
        return None;
    }
    text.chars().try_fold(0, |number: u128, char| {
        Some(number << 4 | u128::from(char.to_digit(16)?))
    })
}

#[cfg(test)]
mod tests {
    use super::{any_case, lower};

    #[test]
    fn lower_case_of_one_length() {
        assert_eq!(lower("0f", 2), Some(15));
        assert_eq!(lower(&"f".repeat(32), 32), Some(u128::MAX));
        for wrong in ["0F", "f", "00f", "+f", " f", "g0", "", "é"] {
            assert_eq!(lower(wrong, 2), None, "{wrong}");
        }
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
