//! Services, handlers, repositories.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tower_service::Service;
use traced::traced;

#[derive(Clone, Default)]
pub struct App {
    orders: Arc<Mutex<HashMap<u64, String>>>,
}

#[derive(Debug)]
pub enum AppError {
    Missing(u64),
    Other(anyhow::Error),
}

impl std::fmt::Display for AppError {
    #[traced("app_error.fmt")]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(id) => write!(f, "no order {id}"),
            Self::Other(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for AppError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Missing(_) => None,
            Self::Other(error) => Some(&**error),
        }
    }
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

#[traced("order.show", kind = server, attrs(order.id = id))]
#[axum::debug_handler]
async fn show(State(app): State<App>, Path(id): Path<u64>) -> Result<Json<String>, AppError> {
    let orders = app.orders.lock().map_err(|_| anyhow::anyhow!("poisoned"))?;
    let order = orders.get(&id).ok_or(AppError::Missing(id))?;
    Ok(Json(order.clone()))
}

#[axum::debug_handler]
#[traced]
async fn list(State(App { orders, .. }): State<App>) -> impl IntoResponse {
    let count = orders.lock().map_or(0, |orders| orders.len());
    Json(count)
}

#[traced]
async fn plain(
    State(app): State<App>,
    Json(text): Json<String>,
) -> (axum::http::StatusCode, String) {
    let mut orders = app.orders.lock().expect("it is not poisoned");
    let id = orders.len() as u64;
    orders.insert(id, text.clone());
    (axum::http::StatusCode::CREATED, text)
}

fn router(app: App) -> Router {
    Router::new()
        .route("/orders/{id}", axum::routing::get(show))
        .route("/orders", axum::routing::get(list).post(plain))
        .with_state(app)
}

#[derive(Clone)]
pub struct Timed<S>(S);

impl<S, R> Service<R> for Timed<S>
where
    S: Service<R> + Clone + Send + 'static,
    S::Future: Send,
    R: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    #[traced]
    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(task)
    }

    #[traced(future)]
    fn call(&mut self, request: R) -> Self::Future {
        let clone = self.0.clone();
        let mut inner = std::mem::replace(&mut self.0, clone);
        Box::pin(async move { inner.call(request).await })
    }
}

#[async_trait::async_trait]
pub trait Repository: Send + Sync {
    async fn find(&self, id: u64) -> anyhow::Result<Option<String>>;

    async fn save<'a, 'b>(&'a mut self, id: u64, text: &'b str) -> anyhow::Result<&'a str>
    where
        'b: 'a;

    #[traced]
    async fn exists(&self, id: u64) -> anyhow::Result<bool> {
        Ok(self.find(id).await?.is_some())
    }

    async fn visit<F>(&self, f: F) -> usize
    where
        F: FnMut(&str) + Send,
        Self: Sized;
}

#[traced]
#[async_trait::async_trait]
impl Repository for HashMap<u64, String> {
    async fn find(&self, id: u64) -> anyhow::Result<Option<String>> {
        anyhow::ensure!(id < 100, "{id} is too large");
        Ok(self.get(&id).cloned())
    }

    async fn save<'a, 'b>(&'a mut self, id: u64, text: &'b str) -> anyhow::Result<&'a str>
    where
        'b: 'a,
    {
        let saved = self.entry(id).or_default();
        saved.push_str(text);
        Ok(saved)
    }

    async fn visit<F>(&self, mut f: F) -> usize
    where
        F: FnMut(&str) + Send,
    {
        self.values().for_each(|text| f(text));
        self.len()
    }
}

#[async_trait::async_trait(?Send)]
trait Local {
    #[traced]
    async fn local(self: std::rc::Rc<Self>, mut n: u8, (a, _): (u8, u8)) -> u8 {
        n += a;
        tokio::task::yield_now().await;
        n
    }

    async fn other(&self);
}

#[async_trait::async_trait(?Send)]
#[traced(prefix = "local")]
impl Local for u8 {
    async fn other(&self) {
        tokio::task::yield_now().await;
    }
}

#[async_trait::async_trait]
impl Repository for App {
    #[traced("app.find", attrs(id = id, known = self.orders.lock().map_or(0, |orders| orders.len())))]
    async fn find(&self, id: u64) -> anyhow::Result<Option<String>> {
        use anyhow::Context as _;
        let orders = self.orders.lock().ok().context("poisoned")?;
        Ok(orders.get(&id).cloned())
    }

    #[traced]
    async fn save<'a, 'b>(&'a mut self, _: u64, text: &'b str) -> anyhow::Result<&'a str>
    where
        'b: 'a,
    {
        Ok(text)
    }

    #[traced]
    async fn visit<F>(&self, _: F) -> usize
    where
        F: FnMut(&str) + Send,
    {
        0
    }
}

#[traced]
async fn retry<T, E, F, Fut>(times: usize, mut attempt: F) -> Result<T, E>
where
    F: FnMut(usize) -> Fut,
    Fut: Future<Output = Result<T, E>>,
    E: std::fmt::Display,
{
    let mut last = attempt(0).await;
    for n in 1..times {
        match last {
            Ok(_) => return last,
            Err(_) => last = attempt(n).await,
        }
    }
    last
}

#[traced]
async fn within<T>(
    limit: Duration,
    work: impl Future<Output = T>,
) -> Result<T, tokio::time::error::Elapsed> {
    tokio::time::timeout(limit, work).await
}

pub struct Pool<C: Connect>(Vec<C>);

pub trait Connect: Sized + Send {
    type Connection<'a>: AsRef<str> + Send
    where
        Self: 'a;

    fn connect(&mut self) -> impl Future<Output = Result<Self::Connection<'_>, Infallible>> + Send;
}

impl Connect for String {
    type Connection<'a> = &'a str;

    #[traced]
    async fn connect(&mut self) -> Result<Self::Connection<'_>, Infallible> {
        self.push('!');
        Ok(self)
    }
}

impl<C: Connect> Pool<C> {
    #[traced(attrs(connections = self.0.len()))]
    async fn first(&mut self) -> Option<C::Connection<'_>> {
        let first = self.0.first_mut()?;
        first.connect().await.ok()
    }

    #[traced]
    async fn each<F>(&mut self, f: F) -> usize
    where
        F: for<'c> Fn(C::Connection<'c>) -> usize,
        C: 'static,
    {
        let mut sum = 0;
        for connect in &mut self.0 {
            let Ok(connection) = connect.connect().await;
            sum += f(connection);
        }
        sum
    }
}

#[traced]
async fn shutdown(
    mut stop: tokio::sync::watch::Receiver<bool>,
    tasks: &mut tokio::task::JoinSet<()>,
) {
    while stop.changed().await.is_ok() {
        if *stop.borrow() {
            break;
        }
    }
    tasks.abort_all();
    while tasks.join_next().await.is_some() {}
}

pub async fn check() -> usize {
    let app = App::default();
    let mut router = router(app.clone());
    let mut send = async |request: axum::http::request::Builder, body: &str| {
        let request = request.header("content-type", "application/json");
        let body = axum::body::Body::from(body.to_owned());
        let response = router.call(request.body(body).expect("a request")).await;
        response.expect("a response").status().as_u16()
    };
    let get = |uri: &str| axum::http::Request::get(uri);
    assert_eq!(
        send(axum::http::Request::post("/orders"), "\"a\"").await,
        201
    );
    assert_eq!(send(get("/orders"), "").await, 200);
    assert_eq!(send(get("/orders/0"), "").await, 200);
    assert_eq!(send(get("/orders/7"), "").await, 500);
    // Each of the four, and the text of an error.
    let mut spans = 5;

    let mut timed = Timed(self::router(app.clone()));
    let request = axum::extract::Request::new(axum::body::Body::empty());
    std::future::poll_fn(|task| Service::<axum::extract::Request>::poll_ready(&mut timed, task))
        .await
        .expect("ready");
    assert_eq!(timed.call(request).await.expect("a response").status(), 404);
    spans += 2;

    let mut map = HashMap::new();
    assert_eq!(map.save(1, "a").await.expect("saved"), "a");
    assert!(map.exists(1).await.expect("found"));
    assert!(map.find(100).await.is_err());
    assert_eq!(map.visit(|_| ()).await, 1);
    spans += 5;
    let mut repository: Box<dyn RepositoryLike> = Box::new(app.clone());
    assert!(repository.as_mut().like().await);
    spans += 2;
    assert_eq!(std::rc::Rc::new(1).local(1, (2, 3)).await, 3);
    1.other().await;
    spans += 2;
    let tried = retry(3, |n| async move { if n == 1 { Ok(n) } else { Err("no") } });
    assert_eq!(tried.await, Ok(1));
    assert_eq!(within(Duration::from_secs(9), async { 1 }).await, Ok(1));
    spans += 2;
    let mut pool = Pool(vec!["a".to_owned()]);
    assert_eq!(pool.first().await, Some("a!"));
    assert_eq!(pool.each(str::len).await, 3);
    spans += 4;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    stop.send(true).expect("it is heard");
    shutdown(stopped, &mut tokio::task::JoinSet::new()).await;
    spans + 1
}

#[async_trait::async_trait]
trait RepositoryLike {
    async fn like(&mut self) -> bool;
}

#[async_trait::async_trait]
impl<T: Repository> RepositoryLike for T {
    #[traced]
    async fn like(&mut self) -> bool {
        self.save(1, "a").await.is_ok()
    }
}
