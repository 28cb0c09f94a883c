//! Each raw spawn that `docs/clippy.toml` names, expected to be found, and what to write instead,
//! where nothing may be found: clippy fails on an expectation that is not met. That each path of
//! the file is here is tested in `it/diagnostics/raw_spawn.rs`.
#![forbid(unsafe_code)]

use std::process;
use std::thread;
use tokio::runtime::Runtime;
use tokio::sync::{broadcast, mpsc};
use tokio::task::{JoinSet, LocalSet};

/// Everything that loses the trace.
pub async fn raw(runtime: &Runtime) {
    let (handle, local) = (runtime.handle(), LocalSet::new());
    let mut set = JoinSet::new();

    #[expect(clippy::disallowed_methods, reason = "tokio::spawn")]
    let _ = tokio::spawn(async {}).await;
    #[expect(clippy::disallowed_methods, reason = "tokio::task::spawn_blocking")]
    let _ = tokio::task::spawn_blocking(|| ()).await;
    #[expect(clippy::disallowed_methods, reason = "tokio::task::spawn_local")]
    let _ = tokio::task::spawn_local(async {}).await;
    #[expect(
        clippy::disallowed_methods,
        reason = "tokio::task::LocalSet::spawn_local"
    )]
    let _ = local.spawn_local(async {}).await;

    #[expect(clippy::disallowed_methods, reason = "tokio::task::JoinSet::spawn")]
    set.spawn(async {});
    #[expect(clippy::disallowed_methods, reason = "tokio::task::JoinSet::spawn_on")]
    set.spawn_on(async {}, handle);
    #[expect(
        clippy::disallowed_methods,
        reason = "tokio::task::JoinSet::spawn_local"
    )]
    set.spawn_local(async {});
    #[expect(
        clippy::disallowed_methods,
        reason = "tokio::task::JoinSet::spawn_local_on"
    )]
    set.spawn_local_on(async {}, &local);
    #[expect(
        clippy::disallowed_methods,
        reason = "tokio::task::JoinSet::spawn_blocking"
    )]
    set.spawn_blocking(|| ());
    #[expect(
        clippy::disallowed_methods,
        reason = "tokio::task::JoinSet::spawn_blocking_on"
    )]
    set.spawn_blocking_on(|| (), handle);

    #[expect(clippy::disallowed_methods, reason = "tokio::runtime::Handle::spawn")]
    let _ = handle.spawn(async {}).await;
    #[expect(
        clippy::disallowed_methods,
        reason = "tokio::runtime::Handle::spawn_blocking"
    )]
    let _ = handle.spawn_blocking(|| ()).await;
    #[expect(clippy::disallowed_methods, reason = "tokio::runtime::Runtime::spawn")]
    let _ = runtime.spawn(async {}).await;
    #[expect(
        clippy::disallowed_methods,
        reason = "tokio::runtime::Runtime::spawn_blocking"
    )]
    let _ = runtime.spawn_blocking(|| ()).await;
}

/// Threads, channels and processes that lose it.
pub fn raw_besides() {
    #[expect(clippy::disallowed_methods, reason = "std::thread::spawn")]
    let _ = thread::spawn(|| ()).join();
    #[expect(clippy::disallowed_methods, reason = "std::thread::scope")]
    thread::scope(|scope| drop(scope.spawn(|| ())));
    #[expect(clippy::disallowed_methods, reason = "std::thread::Builder::spawn")]
    let _ = thread::Builder::new().spawn(|| ());

    #[expect(clippy::disallowed_methods, reason = "tokio::sync::mpsc::channel")]
    let _ = mpsc::channel::<()>(1);
    #[expect(
        clippy::disallowed_methods,
        reason = "tokio::sync::mpsc::unbounded_channel"
    )]
    let _ = mpsc::unbounded_channel::<()>();
    #[expect(clippy::disallowed_methods, reason = "tokio::sync::broadcast::channel")]
    let _ = broadcast::channel::<()>(1);

    #[expect(clippy::disallowed_methods, reason = "std::process::Command::new")]
    let _ = process::Command::new("true");
    #[expect(clippy::disallowed_methods, reason = "tokio::process::Command::new")]
    let _ = tokio::process::Command::new("true");
}

/// The same with the trace.
pub async fn carried(runtime: &Runtime) {
    let handle = traced::task::Handle::from(runtime.handle().clone());
    let local = traced::task::LocalSet::new();
    let mut set = traced::task::JoinSet::new();

    let _ = traced::task::spawn(async {}).await;
    let _ = traced::task::spawn_blocking(|| ()).await;
    let _ = traced::task::spawn_local(async {}).await;
    let _ = local.spawn_local(async {}).await;
    set.spawn(async {});
    set.spawn_on(async {}, &handle);
    set.spawn_local(async {});
    set.spawn_local_on(async {}, &local);
    set.spawn_blocking(|| ());
    set.spawn_blocking_on(|| (), &handle);
    let _ = handle.spawn(async {}).await;
    let _ = handle.spawn_blocking(|| ()).await;

    let _ = traced::thread::spawn(|| ()).join();
    traced::thread::scope(|scope| drop(scope.spawn(|| ())));
    let _ = traced::thread::Builder::new().spawn(|| ());
    let _ = traced::sync::mpsc::channel::<()>(1);
    let _ = traced::sync::mpsc::unbounded_channel::<()>();
    let _ = traced::sync::broadcast::channel::<()>(1);
    let _ = traced::process::Command::new("true");
    let _ = traced::process::tokio::Command::new("true");
}
