//! What an error of reqwest is called, and what may be said about it.

use std::borrow::Cow;
use std::error::Error;

/// The id and the text of a failed request.
pub(crate) fn describe(error: &reqwest_middleware::Error) -> (Cow<'static, str>, String) {
    match error {
        reqwest_middleware::Error::Reqwest(error) => (error_type(error), text(error)),
        reqwest_middleware::Error::Middleware(error) => {
            // A middleware that retries may hand the last attempt's error on in a box.
            let inner = error.chain().find_map(<dyn Error>::downcast_ref);
            let error_type = inner.map_or(Cow::Borrowed("_OTHER"), error_type);
            (error_type, text(error.as_ref()))
        }
    }
}

/// One of the ids that the crate's documentation lists.
pub(crate) fn error_type(error: &reqwest::Error) -> Cow<'static, str> {
    if let Some(status) = error.status() {
        return status.as_str().to_owned().into();
    }
    let ids = [
        (error.is_timeout(), "timeout"),
        (error.is_dns(), "dns"),
        (error.is_connect(), "connect"),
        (error.is_redirect(), "redirect"),
        (has_decode_error(error), "decode"),
        (error.is_body(), "body"),
        (error.is_builder(), "builder"),
        (error.is_upgrade(), "upgrade"),
        (error.is_request(), "request"),
    ];
    let first = ids
        .into_iter()
        .find_map(|(applies, id)| applies.then_some(id));
    first.unwrap_or("_OTHER").into()
}

/// A body that was decompressed wrongly arrives as a body error around a decode error.
fn has_decode_error(error: &reqwest::Error) -> bool {
    chain(error).any(|error| error.downcast_ref().is_some_and(reqwest::Error::is_decode))
}

/// The error and its sources in one line, without the URL: that is an attribute, and
/// redacted there.
pub(crate) fn text(error: &(dyn Error + 'static)) -> String {
    let mut texts: Vec<String> = Vec::new();
    for error in chain(error) {
        let mut text = error.to_string();
        if let Some(url) = error.downcast_ref().and_then(reqwest::Error::url) {
            text = text.replace(&format!(" for url ({url})"), "");
        }
        // Many errors repeat their source.
        if texts.last().is_none_or(|last| !last.ends_with(&text)) {
            texts.push(text);
        }
    }
    texts.join(": ")
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
