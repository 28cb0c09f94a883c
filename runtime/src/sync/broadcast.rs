//! Tokio's channel from many to many, with the trace carried along.
//!
//! As [`tokio::sync::broadcast`], but receivers yield [`Message<T>`](super::Message): each
//! receiver that processes a message adds a span to the sender's trace, or links to it.

use tokio::sync::broadcast;

use super::{Message, like_inner};

pub use broadcast::error;
use error::{RecvError, SendError, TryRecvError};

/// As [`tokio::sync::broadcast::channel`].
///
/// # Panics
///
/// If `capacity` is zero, or more than `usize::MAX / 2`.
#[track_caller]
pub fn channel<T: Clone>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = broadcast::channel(capacity);
    (Sender(sender), Receiver(receiver))
}

/// As [`tokio::sync::broadcast::Sender`]; each value takes along the context it was sent in.
pub struct Sender<T>(broadcast::Sender<Message<T>>);

/// As [`tokio::sync::broadcast::WeakSender`].
pub struct WeakSender<T>(broadcast::WeakSender<Message<T>>);

/// As [`tokio::sync::broadcast::Receiver`]; yields [`Message`]s.
pub struct Receiver<T>(broadcast::Receiver<Message<T>>);

like_inner! {
    Clone for Sender;
    Clone for WeakSender;
    Debug for Sender;
    Debug for WeakSender;
    Debug for Receiver;
}

impl<T> Sender<T> {
    /// As [`tokio::sync::broadcast::Sender::new`].
    ///
    /// # Panics
    ///
    /// If `capacity` is zero, or more than `usize::MAX / 2`.
    #[track_caller]
    pub fn new(capacity: usize) -> Self {
        Self(broadcast::Sender::new(capacity))
    }

    /// As [`tokio::sync::broadcast::Sender::send`].
    ///
    /// # Errors
    ///
    /// There is no receiver; with the value.
    pub fn send(&self, value: T) -> Result<usize, SendError<T>> {
        let sent = self.0.send(Message::new(value));
        sent.map_err(|SendError(message)| SendError(message.into_inner()))
    }

    /// As [`tokio::sync::broadcast::Sender::subscribe`].
    pub fn subscribe(&self) -> Receiver<T> {
        Receiver(self.0.subscribe())
    }

    /// As [`tokio::sync::broadcast::Sender::downgrade`].
    pub fn downgrade(&self) -> WeakSender<T> {
        WeakSender(self.0.downgrade())
    }

    /// As [`tokio::sync::broadcast::Sender::len`].
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// As [`tokio::sync::broadcast::Sender::is_empty`].
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As [`tokio::sync::broadcast::Sender::receiver_count`].
    pub fn receiver_count(&self) -> usize {
        self.0.receiver_count()
    }

    /// As [`tokio::sync::broadcast::Sender::same_channel`].
    pub fn same_channel(&self, other: &Self) -> bool {
        self.0.same_channel(&other.0)
    }

    /// As [`tokio::sync::broadcast::Sender::closed`].
    pub async fn closed(&self) {
        self.0.closed().await;
    }

    /// As [`tokio::sync::broadcast::Sender::strong_count`].
    pub fn strong_count(&self) -> usize {
        self.0.strong_count()
    }

    /// As [`tokio::sync::broadcast::Sender::weak_count`].
    pub fn weak_count(&self) -> usize {
        self.0.weak_count()
    }
}

impl<T> WeakSender<T> {
    /// As [`tokio::sync::broadcast::WeakSender::upgrade`].
    pub fn upgrade(&self) -> Option<Sender<T>> {
        self.0.upgrade().map(Sender)
    }

    /// As [`tokio::sync::broadcast::WeakSender::strong_count`].
    pub fn strong_count(&self) -> usize {
        self.0.strong_count()
    }

    /// As [`tokio::sync::broadcast::WeakSender::weak_count`].
    pub fn weak_count(&self) -> usize {
        self.0.weak_count()
    }
}

impl<T> Receiver<T> {
    /// As [`tokio::sync::broadcast::Receiver::len`].
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// As [`tokio::sync::broadcast::Receiver::is_empty`].
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As [`tokio::sync::broadcast::Receiver::same_channel`].
    pub fn same_channel(&self, other: &Self) -> bool {
        self.0.same_channel(&other.0)
    }

    /// As [`tokio::sync::broadcast::Receiver::sender_strong_count`].
    pub fn sender_strong_count(&self) -> usize {
        self.0.sender_strong_count()
    }

    /// As [`tokio::sync::broadcast::Receiver::sender_weak_count`].
    pub fn sender_weak_count(&self) -> usize {
        self.0.sender_weak_count()
    }

    /// As [`tokio::sync::broadcast::Receiver::is_closed`].
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }
}

impl<T: Clone> Receiver<T> {
    /// As [`tokio::sync::broadcast::Receiver::resubscribe`].
    pub fn resubscribe(&self) -> Self {
        Self(self.0.resubscribe())
    }

    /// As [`tokio::sync::broadcast::Receiver::recv`].
    ///
    /// # Errors
    ///
    /// Every sender is gone, or messages were missed.
    pub async fn recv(&mut self) -> Result<Message<T>, RecvError> {
        self.0.recv().await
    }

    /// As [`tokio::sync::broadcast::Receiver::try_recv`].
    ///
    /// # Errors
    ///
    /// There is no message, every sender is gone, or messages were missed.
    pub fn try_recv(&mut self) -> Result<Message<T>, TryRecvError> {
        self.0.try_recv()
    }

    /// As [`tokio::sync::broadcast::Receiver::blocking_recv`].
    ///
    /// # Errors
    ///
    /// Every sender is gone, or messages were missed.
    ///
    /// # Panics
    ///
    /// In an asynchronous context.
    #[track_caller]
    pub fn blocking_recv(&mut self) -> Result<Message<T>, RecvError> {
        self.0.blocking_recv()
    }
}
