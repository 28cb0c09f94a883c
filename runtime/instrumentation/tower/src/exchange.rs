//! What the futures and bodies of both sides ask of the span that they carry.

use http::Response;
use http_body::Body;
use traced::context::Context;
use traced::context::body::BodyWatch;

use crate::ResponseBody;

/// The started span of one exchange. How it fails and panics is said by
/// [`BodyWatch`], for the service's error as for the body's.
pub trait Exchange: Sized {
    /// The context that the exchange runs in.
    fn context(&self) -> &Context;

    /// There is a response: the span lasts as long as its body, or ends now if it has none.
    fn answered<B>(self, response: Response<B>) -> Response<ResponseBody<B, Self>>
    where
        B: Body,
        Self: BodyWatch<B::Error>;

    /// The future was dropped before there was a response.
    fn cancel(self);
}

/// A request that a layer let through: with its span, or without one in this context.
#[derive(Debug)]
pub(crate) enum Begun<S> {
    Traced(S),
    Untraced(Context),
}

impl<S: Exchange> Begun<S> {
    pub(crate) fn context(&self) -> &Context {
        match self {
            Self::Traced(span) => span.context(),
            Self::Untraced(cx) => cx,
        }
    }
}
