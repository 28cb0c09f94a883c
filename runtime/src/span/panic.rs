//! What a panic said and where: only the panic hook learns it.

use std::cell::RefCell;
use std::panic::PanicHookInfo;
use std::sync::Once;

/// A panic, as the hook saw it.
#[derive(Debug)]
pub(super) struct Note {
    /// Absent where texts are not to be recorded.
    pub(super) message: Option<String>,
    /// `file:line:column`.
    pub(super) location: String,
}

thread_local! {
    static LAST: RefCell<Option<Note>> = const { RefCell::new(None) };
}

/// Makes panics leave their text and place for the span that they end; the hook that was
/// there before goes on. [`init`](crate::setup::init) does this; call it where a set-up
/// other than this crate's is in charge.
pub fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            note(info);
            previous(info);
        }));
    });
}

fn note(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message");
    let message = Some(message.to_owned());
    let location = info.location().map(ToString::to_string).unwrap_or_default();
    // Out of reach in thread-local destructors; then the event goes without the text.
    let _ = LAST.try_with(|last| {
        if let Ok(mut last) = last.try_borrow_mut() {
            *last = Some(Note { message, location });
        }
    });
}

/// Takes the text off the note.
pub(super) fn forget_message() {
    // Out of reach in thread-local destructors, where there is no note.
    let _ = LAST.try_with(|last| {
        let mut last = last.try_borrow_mut().ok();
        if let Some(Some(note)) = last.as_deref_mut() {
            note.message = None;
        }
    });
}

/// Takes the note: the innermost span gets it, as with any other error.
pub(super) fn take_note() -> Option<Note> {
    LAST.try_with(|last| last.try_borrow_mut().ok()?.take())
        .ok()
        .flatten()
}
