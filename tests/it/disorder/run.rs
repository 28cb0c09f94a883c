//! Running a program, with the tools under test.

use std::collections::VecDeque;
use std::future::{Future, ready};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::{Either, FutureExt as _, join_all};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use traced::context::{self, Context, InContext};
use traced::opentelemetry::SpanId;
use traced::opentelemetry::trace::TraceContextExt as _;
use traced::sync::{Message, broadcast, mpsc};
use traced::task::{self, Handle, JoinSet};
use traced::{thread, time, traced};

use super::program::{
    Body, Channel, Code, Consumer, Fate, Id, Processing, Spawn, Step, SyncStep, Thread, Work,
};

type Polled = Pin<Box<dyn Future<Output = ()> + Send>>;

const MOMENT: Duration = Duration::from_millis(1);

/// What a program runs in.
#[derive(Clone, Debug)]
pub(super) struct Env {
    /// The context of what has none: it leads to the recording and to no trace.
    nowhere: Context,
    handle: Handle,
    /// This code is polled by a set of local tasks.
    local: bool,
    faults: Arc<Mutex<Vec<String>>>,
}

impl Env {
    /// For a program that runs here.
    pub(super) fn new(local: bool) -> Self {
        Self {
            nowhere: context::current(),
            handle: Handle::current(),
            local,
            faults: Arc::default(),
        }
    }

    /// For a task of the runtime's own.
    fn away(&self) -> Self {
        Self {
            local: false,
            ..self.clone()
        }
    }

    /// Reports where a context was not restored.
    fn check(&self, before: SpanId, step: &impl std::fmt::Debug) {
        let after = current();
        if before != after {
            let fault = format!("{before} was current before, and {after} after {step:?}");
            let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
            faults.push(fault);
        }
    }
}

fn current() -> SpanId {
    Context::map_current(|cx| cx.span().span_context().span_id())
}

/// Runs a whole program; what it found out of order.
pub(super) async fn program(body: Body, env: Env) -> Vec<String> {
    let faults = Arc::clone(&env.faults);
    // A panic that nobody catches ends a program, too.
    let _ = AssertUnwindSafe(run(body, env)).catch_unwind().await;
    std::mem::take(&mut *faults.lock().unwrap_or_else(PoisonError::into_inner))
}

fn run(body: Body, env: Env) -> Polled {
    Box::pin(async move {
        let mut guards = Vec::new();
        for step in body {
            if let Step::Guard(id) = step {
                guards.push(Guard(id, env.clone()));
            }
            let (before, text) = (current(), step.clone());
            run_step(step, &env).await;
            env.check(before, &text);
        }
    })
}

#[traced("step", attrs(step.id = id))]
async fn call(id: Id, body: Body, env: Env) {
    run(body, env).await;
}

/// Says by a span in whose context it was dropped.
struct Guard(Id, Env);

impl Drop for Guard {
    fn drop(&mut self) {
        call_sync(self.0, Code::new(), &self.1);
    }
}

/// Made here, polled elsewhere.
fn start(work: Work, env: Env) -> Polled {
    match work {
        Work::Code(body) => run(body, env),
        Work::Call(id, body) => Box::pin(call(id, body, env)),
    }
}

async fn run_step(step: Step, env: &Env) {
    let here = |work| start(work, env.clone());
    let away = |work| start(work, env.away());
    match step {
        Step::Await(work) => here(work).await,
        Step::Caught(work) => drop(AssertUnwindSafe(here(work)).catch_unwind().await),
        Step::Named(id, work) => {
            traced::FutureExt::traced(here(work), id.to_string()).await;
        }
        Step::Carried(id, work) => {
            let carried = traced::FutureExt::in_current_trace(away(work));
            let there = async move { traced::FutureExt::traced(carried, id.to_string()).await };
            let _ = spawn_raw(there, env).await;
        }
        Step::Join(works) => drop(join_all(works.into_iter().map(here)).await),
        Step::Unordered(works) => {
            let mut set: FuturesUnordered<_> = works.into_iter().map(here).collect();
            while set.next().await.is_some() {}
        }
        Step::Select(one, other) => {
            let (one, other) = (here(one), here(other));
            tokio::select! { () = one => {}, () = other => {} }
        }
        Step::Timeout(work) => drop(time::timeout(MOMENT, here(work)).await),
        Step::Spawn(how, work, fate) => spawn(how, work, fate, env).await,
        Step::After(work, fate) => end(time::after(MOMENT, away(work)), fate).await,
        Step::Every(ticks) => every(ticks, &env.away()).await,
        Step::Send(channel, processing, consumer, id, body) => {
            let message = through(channel, body).await;
            let local = matches!(consumer, Consumer::Here);
            let env_there = if local { env.clone() } else { env.away() };
            let process = async move { process(message, processing, id, env_there).await };
            let _ = match consumer {
                Consumer::Here => return process.await,
                Consumer::Raw => spawn_raw(process, env),
                Consumer::Traced(consumer) => {
                    let name = consumer.to_string();
                    let there = async { traced::FutureExt::traced(process, name).await };
                    spawn_raw(there, env)
                }
            }
            .await;
        }
        Step::Blocking(code, fate) => {
            let env = env.away();
            end(task::spawn_blocking(move || run_code(code, &env)), fate).await;
        }
        Step::Sync(step) => run_sync_step(step, env),
        // The body has it.
        Step::Guard(_) => {}
        Step::Pause(false) => tokio::task::yield_now().await,
        Step::Pause(true) => tokio::time::sleep(2 * MOMENT).await,
        Step::Panic => resume_unwind(Box::new(())),
    }
}

/// As `tokio::spawn` where `traced` makes all spans: no context but the way to the recording.
fn spawn_raw(work: impl Future<Output = ()> + Send + 'static, env: &Env) -> JoinHandle<()> {
    tokio::spawn(InContext::new(env.nowhere.clone(), work))
}

async fn spawn(how: Spawn, work: Work, fate: Fate, env: &Env) {
    let away = |work| start(work, env.away());
    let task = match how {
        Spawn::Raw => spawn_raw(away(work), env),
        Spawn::Linked => task::spawn_linked(away(work)),
        Spawn::Local if env.local => task::spawn_local(start(work, env.clone())),
        Spawn::Task | Spawn::Local => task::spawn(away(work)),
        Spawn::JoinSet => {
            let mut set = JoinSet::new();
            set.spawn(away(work));
            match fate {
                Fate::Awaited => drop(set.join_next().await),
                Fate::Detached => set.detach_all(),
                Fate::Aborted => set.abort_all(),
                Fate::AbortedLate => {
                    tokio::task::yield_now().await;
                    set.shutdown().await;
                }
            }
            return;
        }
    };
    end(task, fate).await;
}

/// Brings a task to its end. It fails where the program panics or aborts.
async fn end(task: JoinHandle<()>, fate: Fate) {
    match fate {
        Fate::Awaited => drop(task.await),
        Fate::Detached => {}
        Fate::Aborted => task.abort(),
        Fate::AbortedLate => {
            tokio::task::yield_now().await;
            task.abort();
            let _ = task.await;
        }
    }
}

/// Lets every tick run once. A step that is dropped leaves no timer behind.
async fn every(ticks: Vec<Body>, env: &Env) {
    struct Timer(JoinHandle<()>);
    impl Drop for Timer {
        fn drop(&mut self) {
            self.0.abort();
        }
    }
    let done = Arc::new(Notify::new());
    let (last, env) = (Arc::clone(&done), env.clone());
    let mut ticks = VecDeque::from(ticks);
    let mut timer = Timer(time::every(MOMENT, move || {
        if let Some(tick) = ticks.pop_front() {
            return Either::Left(run(tick, env.clone()));
        }
        last.notify_one();
        Either::Right(ready(()))
    }));
    tokio::select! { () = done.notified() => {}, _ = &mut timer.0 => {} }
}

/// Sends the steps that the processing is to run.
async fn through(channel: Channel, body: Body) -> Message<Body> {
    match channel {
        Channel::Bounded => {
            let (sender, mut receiver) = mpsc::channel(1);
            sender.send(body).await.expect("there is a receiver");
            receiver.recv().await.expect("it was sent")
        }
        Channel::Unbounded => {
            let (sender, mut receiver) = mpsc::unbounded_channel();
            sender.send(body).expect("there is a receiver");
            receiver.recv().await.expect("it was sent")
        }
        Channel::Broadcast => {
            let (sender, mut receiver) = broadcast::channel(1);
            sender.send(body).expect("there is a receiver");
            receiver.recv().await.expect("it was sent")
        }
    }
}

async fn process(message: Message<Body>, processing: Processing, id: Id, env: Env) {
    let name = id.to_string();
    match processing {
        Processing::Child => message.process(name, |body| run(body, env)).await,
        Processing::Linked => message.process_linked(name, |body| run(body, env)).await,
    }
}

fn run_code(code: Code, env: &Env) {
    for step in code {
        let (before, text) = (current(), step.clone());
        run_sync_step(step, env);
        env.check(before, &text);
    }
}

#[traced("step.sync", attrs(step.id = id))]
fn call_sync(id: Id, code: Code, env: &Env) {
    run_code(code, env);
}

fn run_sync_step(step: SyncStep, env: &Env) {
    match step {
        SyncStep::Call(id, code) => call_sync(id, code, env),
        SyncStep::Thread(how, code, joined) => run_thread(how, code, joined, &env.away()),
        SyncStep::Spawn(work) => drop(env.handle.spawn(start(work, env.away()))),
        SyncStep::Panic => resume_unwind(Box::new(())),
    }
}

fn run_thread(how: Thread, code: Code, joined: bool, env: &Env) {
    let env_there = env.clone();
    let run = move || run_code(code, &env_there);
    let thread = match how {
        Thread::Raw => {
            let nowhere = env.nowhere.clone();
            std::thread::spawn(move || context::run_in(&nowhere, run))
        }
        Thread::Spawn => thread::spawn(run),
        Thread::Builder => thread::Builder::new().spawn(run).expect("it starts"),
        Thread::Scoped => {
            let caught = || drop(catch_unwind(AssertUnwindSafe(run)));
            thread::scope(|scope| drop(scope.spawn(caught)));
            return;
        }
    };
    if joined {
        let _ = thread.join();
    }
}
