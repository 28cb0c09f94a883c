//! Tokio's channels, with the trace carried along.
//!
//! Senders are tokio's. Every message captures the context that is current *when it is sent*,
//! and the receiver gets it as a [`Message`], which says in whose trace it is processed:
//!
//! ```
//! use traced::sync::mpsc;
//!
//! # async fn ship(_order: u32) {}
//! # async fn example() {
//! let (orders, mut inbox) = mpsc::channel::<u32>(16);
//! traced::task::spawn(async move {
//!     while let Some(message) = inbox.recv().await {
//!         message.process("order.ship", |order| ship(order)).await;
//!     }
//! });
//! orders.send(17).await.expect("the receiver is alive");
//! # }
//! ```
//!
//! Channels that hand over no work (`watch`, `Notify`) have no counterpart, and neither has
//! `oneshot`: who awaits the answer has a trace of its own.

pub mod broadcast;
mod message;
pub mod mpsc;

pub use message::Message;

/// `Clone` and `Debug` by the channel inside: derived ones would ask the same of the messages.
macro_rules! like_inner {
    ($(Clone for $clone:ident;)* $(Debug for $debug:ident $(<$lifetime:lifetime>)?;)*) => {
        $(
            impl<T> Clone for $clone<T> {
                fn clone(&self) -> Self {
                    Self(self.0.clone())
                }
            }
        )*
        $(
            impl<T> std::fmt::Debug for $debug<$($lifetime,)? T> {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.0.fmt(f)
                }
            }
        )*
    };
}
use like_inner;
