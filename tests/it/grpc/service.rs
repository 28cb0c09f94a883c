//! A service that ends its calls as it is asked to.

use std::pin::Pin;
use std::sync::Arc;

use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::Notify;
use tonic::{Request, Response, Status, Streaming};
use traced::FutureExt as _;

use super::proto::shapes_server::Shapes;
use super::proto::{Ask, Reply};

/// Knows these scenarios:
///
/// | scenario | what happens |
/// |---|---|
/// | `ok` | one reply, or three on a stream |
/// | `refuse` | the handler returns `NOT_FOUND`: a response without a body |
/// | `fail first` | the stream's first item is `INTERNAL`: headers, then trailers |
/// | `fail later` | one reply, then `DATA_LOSS` in the trailers |
/// | `hang` | the handler never answers |
/// | `hang later` | one reply, then nothing more |
/// | `spans` | one reply, for which the stream starts a span |
/// | `cancel` | the handler returns `CANCELLED` |
/// | `cancel later` | one reply, then `CANCELLED` in the trailers |
/// | `panic` | the handler panics |
/// | `panic later` | one reply, then the stream panics |
#[derive(Clone, Debug, Default)]
pub(super) struct Scenarios {
    /// Told when a call hangs.
    pub(super) hanging: Arc<Notify>,
}

type Replies = Pin<Box<dyn Stream<Item = Result<Reply, Status>> + Send>>;

impl Scenarios {
    async fn answer(&self, scenario: &str) -> Result<Reply, Status> {
        // A span of the handler's own, to show whose child it is.
        async {}.traced("work").await;
        match scenario {
            "refuse" => Err(Status::not_found("no such thing: €")),
            "cancel" => Err(Status::cancelled("the server gave up")),
            "hang" => {
                self.hanging.notify_one();
                std::future::pending().await
            }
            "panic" => panic!("the handler was asked to"),
            _ => Ok(Reply { number: 1 }),
        }
    }
}

fn replies(scenario: &str) -> Replies {
    let reply = |number| Ok(Reply { number });
    match scenario {
        "fail first" => stream::iter([Err(Status::internal("at once"))]).boxed(),
        "fail later" => stream::iter([reply(1), Err(Status::data_loss("half way"))]).boxed(),
        "cancel later" => {
            stream::iter([reply(1), Err(Status::cancelled("the server gave up"))]).boxed()
        }
        "hang later" => stream::iter([reply(1)]).chain(stream::pending()).boxed(),
        "panic later" => stream::iter([reply(1)])
            .chain(stream::poll_fn(|_| panic!("the stream was asked to")))
            .boxed(),
        "spans" => stream::once(async move {
            async {}.traced("stream work").await;
            reply(1)
        })
        .boxed(),
        _ => stream::iter([reply(1), reply(2), reply(3)]).boxed(),
    }
}

async fn first(mut asks: Streaming<Ask>) -> Result<String, Status> {
    let scenario = asks.message().await?.map(|ask| ask.scenario);
    if scenario
        .as_deref()
        .is_some_and(|scenario| !scenario.starts_with("hang"))
    {
        while asks.message().await?.is_some() {}
    }
    scenario.ok_or_else(|| Status::invalid_argument("no scenario"))
}

#[tonic::async_trait]
impl Shapes for Scenarios {
    type ServerStreamStream = Replies;
    type BidiStream = Replies;

    async fn unary(&self, request: Request<Ask>) -> Result<Response<Reply>, Status> {
        self.answer(&request.into_inner().scenario)
            .await
            .map(Response::new)
    }

    async fn client_stream(
        &self,
        request: Request<Streaming<Ask>>,
    ) -> Result<Response<Reply>, Status> {
        self.answer(&first(request.into_inner()).await?)
            .await
            .map(Response::new)
    }

    async fn server_stream(&self, request: Request<Ask>) -> Result<Response<Replies>, Status> {
        let scenario = request.into_inner().scenario;
        self.answer(&scenario).await?;
        Ok(Response::new(replies(&scenario)))
    }

    async fn bidi(&self, request: Request<Streaming<Ask>>) -> Result<Response<Replies>, Status> {
        let scenario = first(request.into_inner()).await?;
        self.answer(&scenario).await?;
        Ok(Response::new(replies(&scenario)))
    }
}
