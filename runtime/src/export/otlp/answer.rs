//! What a collector answers, over either transport, in words.

use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;

use super::Endpoint;
use crate::export::Exported;

/// The longest text of a stranger that is shown to a person.
const LONGEST_TEXT: usize = 200;

/// A span was taken, unless the answer says otherwise.
///
/// Source: OTLP 1.10, "Partial Success".
pub(super) fn accepted(response: ExportTraceServiceResponse) -> Exported {
    let Some(partial) = response.partial_success else {
        return Exported::default();
    };
    Exported {
        rejected: u64::try_from(partial.rejected_spans).unwrap_or(0),
        message: first_line(&partial.error_message),
    }
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
pub(super) fn no_answer(endpoint: &Endpoint, limit: Duration) -> String {
    cannot(
        endpoint,
        &format!("no answer within {limit:?} (OTEL_EXPORTER_OTLP_TIMEOUT)"),
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
