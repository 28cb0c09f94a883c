//! Reserving room in a bounded channel, and filling it.

use tokio::sync::mpsc;

use super::bounded::Sender;
use super::error::{SendError, TrySendError};
use crate::sync::{Message, like_inner};

/// As [`tokio::sync::mpsc::Permit`].
pub struct Permit<'a, T>(pub(super) mpsc::Permit<'a, Message<T>>);

/// As [`tokio::sync::mpsc::PermitIterator`].
pub struct PermitIterator<'a, T>(pub(super) mpsc::PermitIterator<'a, Message<T>>);

/// As [`tokio::sync::mpsc::OwnedPermit`].
pub struct OwnedPermit<T>(pub(super) mpsc::OwnedPermit<Message<T>>);

like_inner! {
    Debug for Permit<'_>;
    Debug for PermitIterator<'_>;
    Debug for OwnedPermit;
}

impl<T> Sender<T> {
    /// As [`tokio::sync::mpsc::Sender::reserve`].
    ///
    /// # Errors
    ///
    /// The receiver is closed.
    pub async fn reserve(&self) -> Result<Permit<'_, T>, SendError<()>> {
        self.0.reserve().await.map(Permit)
    }

    /// As [`tokio::sync::mpsc::Sender::reserve_many`].
    ///
    /// # Errors
    ///
    /// The receiver is closed, or never has so much room.
    pub async fn reserve_many(&self, n: usize) -> Result<PermitIterator<'_, T>, SendError<()>> {
        self.0.reserve_many(n).await.map(PermitIterator)
    }

    /// As [`tokio::sync::mpsc::Sender::reserve_owned`].
    ///
    /// # Errors
    ///
    /// The receiver is closed.
    pub async fn reserve_owned(self) -> Result<OwnedPermit<T>, SendError<()>> {
        self.0.reserve_owned().await.map(OwnedPermit)
    }

    /// As [`tokio::sync::mpsc::Sender::try_reserve`].
    ///
    /// # Errors
    ///
    /// The receiver is closed, or there is no room.
    pub fn try_reserve(&self) -> Result<Permit<'_, T>, TrySendError<()>> {
        self.0.try_reserve().map(Permit)
    }

    /// As [`tokio::sync::mpsc::Sender::try_reserve_many`].
    ///
    /// # Errors
    ///
    /// The receiver is closed, or there is no room.
    pub fn try_reserve_many(&self, n: usize) -> Result<PermitIterator<'_, T>, TrySendError<()>> {
        self.0.try_reserve_many(n).map(PermitIterator)
    }

    /// As [`tokio::sync::mpsc::Sender::try_reserve_owned`].
    ///
    /// # Errors
    ///
    /// The receiver is closed, or there is no room; with the sender.
    pub fn try_reserve_owned(self) -> Result<OwnedPermit<T>, TrySendError<Self>> {
        match self.0.try_reserve_owned() {
            Ok(permit) => Ok(OwnedPermit(permit)),
            Err(TrySendError::Full(sender)) => Err(TrySendError::Full(Self(sender))),
            Err(TrySendError::Closed(sender)) => Err(TrySendError::Closed(Self(sender))),
        }
    }
}

impl<T> Permit<'_, T> {
    /// As [`tokio::sync::mpsc::Permit::send`]; the context is that of this call, not of the
    /// reservation.
    pub fn send(self, value: T) {
        self.0.send(Message::new(value));
    }
}

impl<'a, T> Iterator for PermitIterator<'a, T> {
    type Item = Permit<'a, T>;

    fn next(&mut self) -> Option<Permit<'a, T>> {
        self.0.next().map(Permit)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> ExactSizeIterator for PermitIterator<'_, T> {}
impl<T> std::iter::FusedIterator for PermitIterator<'_, T> {}

impl<T> OwnedPermit<T> {
    /// As [`tokio::sync::mpsc::OwnedPermit::send`]; the context is that of this call, not of
    /// the reservation.
    pub fn send(self, value: T) -> Sender<T> {
        Sender(self.0.send(Message::new(value)))
    }

    /// As [`tokio::sync::mpsc::OwnedPermit::release`].
    pub fn release(self) -> Sender<T> {
        Sender(self.0.release())
    }

    /// As [`tokio::sync::mpsc::OwnedPermit::same_channel`].
    pub fn same_channel(&self, other: &Self) -> bool {
        self.0.same_channel(&other.0)
    }

    /// As [`tokio::sync::mpsc::OwnedPermit::same_channel_as_sender`].
    pub fn same_channel_as_sender(&self, sender: &Sender<T>) -> bool {
        self.0.same_channel_as_sender(&sender.0)
    }
}
