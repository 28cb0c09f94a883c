//! The bounded channel.

use std::future::Future;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::mpsc;

use super::error::{SendError, SendTimeoutError, TryRecvError, TrySendError};
use super::receiver::receiver;
use super::{send_error, send_timeout_error, try_send_error};
use crate::sync::{Message, like_inner};

/// As [`tokio::sync::mpsc::channel`].
///
/// # Panics
///
/// If `buffer` is zero, or more than tokio's semaphores count.
#[track_caller]
pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = mpsc::channel(buffer);
    (Sender(sender), Receiver(receiver))
}

/// As [`tokio::sync::mpsc::Sender`]; each value takes along the context it was sent in.
pub struct Sender<T>(pub(super) mpsc::Sender<Message<T>>);

/// As [`tokio::sync::mpsc::WeakSender`].
pub struct WeakSender<T>(mpsc::WeakSender<Message<T>>);

/// As [`tokio::sync::mpsc::Receiver`]; yields [`Message`]s.
pub struct Receiver<T>(mpsc::Receiver<Message<T>>);

like_inner! {
    Clone for Sender;
    Clone for WeakSender;
    Debug for Sender;
    Debug for WeakSender;
    Debug for Receiver;
}

impl<T> Sender<T> {
    /// As [`tokio::sync::mpsc::Sender::send`].
    ///
    /// # Errors
    ///
    /// The receiver is closed; with the value.
    pub fn send(&self, value: T) -> impl Future<Output = Result<(), SendError<T>>> {
        // The context of the call, not of the first poll.
        let message = Message::new(value);
        async move { self.0.send(message).await.map_err(send_error) }
    }

    /// As [`tokio::sync::mpsc::Sender::send_timeout`].
    ///
    /// # Errors
    ///
    /// The receiver is closed, or there was no room in time; with the value.
    pub fn send_timeout(
        &self,
        value: T,
        timeout: Duration,
    ) -> impl Future<Output = Result<(), SendTimeoutError<T>>> {
        let message = Message::new(value);
        async move {
            let sent = self.0.send_timeout(message, timeout).await;
            sent.map_err(send_timeout_error)
        }
    }

    /// As [`tokio::sync::mpsc::Sender::try_send`].
    ///
    /// # Errors
    ///
    /// The receiver is closed, or there is no room; with the value.
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.0
            .try_send(Message::new(message))
            .map_err(try_send_error)
    }

    /// As [`tokio::sync::mpsc::Sender::blocking_send`].
    ///
    /// # Errors
    ///
    /// The receiver is closed; with the value.
    ///
    /// # Panics
    ///
    /// In an asynchronous context.
    #[track_caller]
    pub fn blocking_send(&self, value: T) -> Result<(), SendError<T>> {
        self.0
            .blocking_send(Message::new(value))
            .map_err(send_error)
    }

    /// As [`tokio::sync::mpsc::Sender::closed`].
    pub async fn closed(&self) {
        self.0.closed().await;
    }

    /// As [`tokio::sync::mpsc::Sender::is_closed`].
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// As [`tokio::sync::mpsc::Sender::same_channel`].
    pub fn same_channel(&self, other: &Self) -> bool {
        self.0.same_channel(&other.0)
    }

    /// As [`tokio::sync::mpsc::Sender::capacity`].
    pub fn capacity(&self) -> usize {
        self.0.capacity()
    }

    /// As [`tokio::sync::mpsc::Sender::max_capacity`].
    pub fn max_capacity(&self) -> usize {
        self.0.max_capacity()
    }

    /// As [`tokio::sync::mpsc::Sender::downgrade`].
    pub fn downgrade(&self) -> WeakSender<T> {
        WeakSender(self.0.downgrade())
    }

    /// As [`tokio::sync::mpsc::Sender::strong_count`].
    pub fn strong_count(&self) -> usize {
        self.0.strong_count()
    }

    /// As [`tokio::sync::mpsc::Sender::weak_count`].
    pub fn weak_count(&self) -> usize {
        self.0.weak_count()
    }
}

impl<T> WeakSender<T> {
    /// As [`tokio::sync::mpsc::WeakSender::upgrade`].
    pub fn upgrade(&self) -> Option<Sender<T>> {
        self.0.upgrade().map(Sender)
    }

    /// As [`tokio::sync::mpsc::WeakSender::strong_count`].
    pub fn strong_count(&self) -> usize {
        self.0.strong_count()
    }

    /// As [`tokio::sync::mpsc::WeakSender::weak_count`].
    pub fn weak_count(&self) -> usize {
        self.0.weak_count()
    }
}

receiver!(Receiver);

impl<T> Receiver<T> {
    /// As [`tokio::sync::mpsc::Receiver::capacity`].
    pub fn capacity(&self) -> usize {
        self.0.capacity()
    }

    /// As [`tokio::sync::mpsc::Receiver::max_capacity`].
    pub fn max_capacity(&self) -> usize {
        self.0.max_capacity()
    }
}
