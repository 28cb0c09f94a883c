//! The unbounded channel.

use std::task::{Context, Poll};

use tokio::sync::mpsc;

use super::error::{SendError, TryRecvError};
use super::receiver::receiver;
use super::send_error;
use crate::sync::{Message, like_inner};

/// As [`tokio::sync::mpsc::unbounded_channel`].
pub fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (UnboundedSender(sender), UnboundedReceiver(receiver))
}

/// As [`tokio::sync::mpsc::UnboundedSender`]; each value takes along the context it was sent
/// in.
pub struct UnboundedSender<T>(mpsc::UnboundedSender<Message<T>>);

/// As [`tokio::sync::mpsc::WeakUnboundedSender`].
pub struct WeakUnboundedSender<T>(mpsc::WeakUnboundedSender<Message<T>>);

/// As [`tokio::sync::mpsc::UnboundedReceiver`]; yields [`Message`]s.
pub struct UnboundedReceiver<T>(mpsc::UnboundedReceiver<Message<T>>);

like_inner! {
    Clone for UnboundedSender;
    Clone for WeakUnboundedSender;
    Debug for UnboundedSender;
    Debug for WeakUnboundedSender;
    Debug for UnboundedReceiver;
}

impl<T> UnboundedSender<T> {
    /// As [`tokio::sync::mpsc::UnboundedSender::send`].
    ///
    /// # Errors
    ///
    /// The receiver is closed; with the value.
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.0.send(Message::new(message)).map_err(send_error)
    }

    /// As [`tokio::sync::mpsc::UnboundedSender::closed`].
    pub async fn closed(&self) {
        self.0.closed().await;
    }

    /// As [`tokio::sync::mpsc::UnboundedSender::is_closed`].
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// As [`tokio::sync::mpsc::UnboundedSender::same_channel`].
    pub fn same_channel(&self, other: &Self) -> bool {
        self.0.same_channel(&other.0)
    }

    /// As [`tokio::sync::mpsc::UnboundedSender::downgrade`].
    pub fn downgrade(&self) -> WeakUnboundedSender<T> {
        WeakUnboundedSender(self.0.downgrade())
    }

    /// As [`tokio::sync::mpsc::UnboundedSender::strong_count`].
    pub fn strong_count(&self) -> usize {
        self.0.strong_count()
    }

    /// As [`tokio::sync::mpsc::UnboundedSender::weak_count`].
    pub fn weak_count(&self) -> usize {
        self.0.weak_count()
    }
}

impl<T> WeakUnboundedSender<T> {
    /// As [`tokio::sync::mpsc::WeakUnboundedSender::upgrade`].
    pub fn upgrade(&self) -> Option<UnboundedSender<T>> {
        self.0.upgrade().map(UnboundedSender)
    }

    /// As [`tokio::sync::mpsc::WeakUnboundedSender::strong_count`].
    pub fn strong_count(&self) -> usize {
        self.0.strong_count()
    }

    /// As [`tokio::sync::mpsc::WeakUnboundedSender::weak_count`].
    pub fn weak_count(&self) -> usize {
        self.0.weak_count()
    }
}

receiver!(UnboundedReceiver);
