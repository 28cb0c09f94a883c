//! What the two receivers have in common.

/// The methods of a receiver, each as tokio's.
macro_rules! receiver {
    ($name:ident) => {
        impl<T> $name<T> {
            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::recv`].")]
            pub async fn recv(&mut self) -> Option<Message<T>> {
                self.0.recv().await
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::recv_many`].")]
            pub async fn recv_many(&mut self, buffer: &mut Vec<Message<T>>, limit: usize) -> usize {
                self.0.recv_many(buffer, limit).await
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::try_recv`].")]
            ///
            /// # Errors
            ///
            /// The channel is empty, or closed.
            pub fn try_recv(&mut self) -> Result<Message<T>, TryRecvError> {
                self.0.try_recv()
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::blocking_recv`].")]
            ///
            /// # Panics
            ///
            /// In an asynchronous context.
            #[track_caller]
            pub fn blocking_recv(&mut self) -> Option<Message<T>> {
                self.0.blocking_recv()
            }

            #[doc = concat!(
                        "As [`tokio::sync::mpsc::", stringify!($name), "::blocking_recv_many`]."
                    )]
            ///
            /// # Panics
            ///
            /// In an asynchronous context.
            #[track_caller]
            pub fn blocking_recv_many(
                &mut self,
                buffer: &mut Vec<Message<T>>,
                limit: usize,
            ) -> usize {
                self.0.blocking_recv_many(buffer, limit)
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::poll_recv`].")]
            pub fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<Message<T>>> {
                self.0.poll_recv(cx)
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::poll_recv_many`].")]
            pub fn poll_recv_many(
                &mut self,
                cx: &mut Context<'_>,
                buffer: &mut Vec<Message<T>>,
                limit: usize,
            ) -> Poll<usize> {
                self.0.poll_recv_many(cx, buffer, limit)
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::close`].")]
            pub fn close(&mut self) {
                self.0.close();
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::is_closed`].")]
            pub fn is_closed(&self) -> bool {
                self.0.is_closed()
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::is_empty`].")]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            #[doc = concat!("As [`tokio::sync::mpsc::", stringify!($name), "::len`].")]
            pub fn len(&self) -> usize {
                self.0.len()
            }

            #[doc = concat!(
                        "As [`tokio::sync::mpsc::", stringify!($name), "::sender_strong_count`]."
                    )]
            pub fn sender_strong_count(&self) -> usize {
                self.0.sender_strong_count()
            }

            #[doc = concat!(
                        "As [`tokio::sync::mpsc::", stringify!($name), "::sender_weak_count`]."
                    )]
            pub fn sender_weak_count(&self) -> usize {
                self.0.sender_weak_count()
            }
        }
    };
}
pub(super) use receiver;
