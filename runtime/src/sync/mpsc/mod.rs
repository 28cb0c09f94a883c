//! Tokio's channels from many to one, with the trace carried along.
//!
//! As [`tokio::sync::mpsc`], but receivers yield [`Message<T>`](super::Message).

mod bounded;
mod permit;
mod receiver;
mod unbounded;

pub use bounded::{Receiver, Sender, WeakSender, channel};
pub use permit::{OwnedPermit, Permit, PermitIterator};
pub use tokio::sync::mpsc::error;
pub use unbounded::{UnboundedReceiver, UnboundedSender, WeakUnboundedSender, unbounded_channel};

use super::Message;
use error::{SendError, SendTimeoutError, TrySendError};

fn send_error<T>(SendError(message): SendError<Message<T>>) -> SendError<T> {
    SendError(message.into_inner())
}

fn try_send_error<T>(error: TrySendError<Message<T>>) -> TrySendError<T> {
    match error {
        TrySendError::Full(message) => TrySendError::Full(message.into_inner()),
        TrySendError::Closed(message) => TrySendError::Closed(message.into_inner()),
    }
}

fn send_timeout_error<T>(error: SendTimeoutError<Message<T>>) -> SendTimeoutError<T> {
    match error {
        SendTimeoutError::Timeout(message) => SendTimeoutError::Timeout(message.into_inner()),
        SendTimeoutError::Closed(message) => SendTimeoutError::Closed(message.into_inner()),
    }
}
