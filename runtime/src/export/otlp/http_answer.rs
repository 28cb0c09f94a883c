//! What is read from answers over HTTP only: JSON, and the reason of a refusal.

use super::answer::{first_line, rejected};
use crate::export::Exported;
use crate::export::encode::parse::Json;
use crate::export::encode::wire::fields;

/// The content type of protobuf over HTTP.
pub(super) const PROTOBUF: &str = "application/x-protobuf";

/// [`accepted`](super::answer::accepted) for an answer in JSON; an empty one is an empty
/// message.
pub(super) fn accepted_json(response: &[u8]) -> Option<Exported> {
    let text = std::str::from_utf8(response).ok()?.trim();
    if text.is_empty() {
        return Some(Exported::default());
    }
    let response = Json::parse(text)?;
    let partial = response.member("partialSuccess");
    let member = |key| partial.and_then(|partial| partial.member(key));
    Some(Exported {
        rejected: rejected(member("rejectedSpans").map_or(0, Json::integer)),
        message: member("errorMessage").and_then(|message| first_line(message.text()?)),
    })
}

/// The message of a `google.rpc.Status`.
pub(super) fn rpc_message(status: &[u8]) -> Option<String> {
    let (_, message) = fields(status)?.into_iter().find(|(field, _)| *field == 2)?;
    first_line(&message.text())
}

#[cfg(test)]
mod tests {
    use super::{accepted_json, rpc_message};
    use crate::export::Exported;
    use crate::export::otlp::answer::accepted;

    #[test]
    fn a_partial_success_is_read_in_both_formats() {
        let partial = Exported {
            rejected: 3,
            message: Some("too old".to_owned()),
        };
        let bytes = b"\x0a\x0b\x08\x03\x12\x07too old";
        assert_eq!(accepted(bytes), Some(partial.clone()));
        let json = br#"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}"#;
        assert_eq!(accepted_json(json), Some(partial));
        for empty in [&b""[..], b"{}", b" {\"partialSuccess\":null} "] {
            assert_eq!(accepted_json(empty), Some(Exported::default()));
        }
        assert_eq!(accepted(b""), Some(Exported::default()));
        assert_eq!(accepted(b"<html>"), None);
        assert_eq!(accepted_json(b"<html>"), None);
    }

    #[test]
    fn the_message_of_a_status_is_read() {
        assert_eq!(rpc_message(b"\x08\x03\x12\x03bad").as_deref(), Some("bad"));
        assert_eq!(rpc_message(b"bad"), None);
    }
}
