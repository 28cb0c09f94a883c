//! What a collector answers, over either transport, in words.

use std::time::Duration;

use super::Endpoint;
use crate::export::Exported;
use crate::export::encode::wire::fields;

/// The longest text of a stranger that is shown to a person.
const LONGEST_TEXT: usize = 200;

/// What an `ExportTraceServiceResponse` says: a span was taken, unless it says otherwise.
/// `None`, if these bytes are none.
///
/// Source: OTLP 1.10, "Partial Success".
pub(super) fn accepted(response: &[u8]) -> Option<Exported> {
    let mut exported = Exported::default();
    for (_, partial) in fields(response)?
        .into_iter()
        .filter(|(field, _)| *field == 1)
    {
        for (field, value) in fields(partial.bytes())? {
            match field {
                1 => exported.rejected = rejected(value.number().cast_signed()),
                2 => exported.message = first_line(&value.text()),
                _ => {}
            }
        }
    }
    Some(exported)
}

pub(super) fn rejected(spans: i64) -> u64 {
    u64::try_from(spans).unwrap_or(0)
}

/// The first line that says something, short and free of control characters.
pub(super) fn first_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let mut line: String = line.chars().filter(|c| !c.is_control()).collect();
    if let Some((end, _)) = line.char_indices().nth(LONGEST_TEXT) {
        line.truncate(end);
        line.push('…');
    }
    Some(line).filter(|line| !line.is_empty())
}

/// The sentence of a failure that the collector did not cause by an answer.
pub(super) fn cannot(endpoint: &Endpoint, why: &str) -> String {
    format!("cannot export traces to {endpoint}: {why}")
}

/// The sentence of a failure that stands in the collector's answer.
pub(super) fn answered(endpoint: &Endpoint, answer: &str) -> String {
    format!("cannot export traces: {endpoint} answered {answer}")
}

/// Why there was no answer in time.
pub(super) fn no_answer(endpoint: &Endpoint, limit: Duration, variable: &str) -> String {
    cannot(
        endpoint,
        &format!("no answer within {limit:?} ({variable})"),
    )
}

#[cfg(test)]
mod tests {
    use super::first_line;

    #[test]
    fn the_first_line_is_short_and_clean() {
        assert_eq!(first_line(""), None);
        assert_eq!(first_line(" \n\n \u{1b}\n"), None);
        assert_eq!(
            first_line("\n  bad \u{1b}[31mtoken\nsecond").as_deref(),
            Some("bad [31mtoken")
        );
        let long = first_line(&"é".repeat(1000)).unwrap();
        assert_eq!(long.chars().count(), 201);
    }
}
