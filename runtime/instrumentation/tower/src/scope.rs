//! What both sides say in the same words.

use std::any::type_name;
use std::borrow::Cow;
use std::error::Error;

use traced::span::Scope;

pub(crate) static SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

/// The name of the error's type. A boxed error has lost it.
pub(crate) fn error_type<E>() -> Cow<'static, str> {
    let name = type_name::<E>();
    if name.contains("dyn ") {
        "_OTHER".into()
    } else {
        name.into()
    }
}

/// The error and its sources in one line: the outermost alone ("client error (Connect)")
/// seldom says why.
pub(crate) fn error_text(error: &(dyn Error + 'static)) -> String {
    let mut texts: Vec<String> = Vec::new();
    for error in std::iter::successors(Some(error), |&error| error.source()) {
        let text = error.to_string();
        // Many errors repeat their source.
        if texts.last().is_none_or(|last| !last.ends_with(&text)) {
            texts.push(text);
        }
    }
    texts.join(": ")
}
