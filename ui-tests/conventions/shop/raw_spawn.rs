#![allow(dead_code)]

use traced::{FutureExt as _, traced};

async fn work() {}

#[traced("order.list")]
async fn tasks() {
    tokio::spawn(work());
    tokio::task::spawn_blocking(|| ());
    std::thread::spawn(|| ());
    let mut set = tokio::task::JoinSet::new();
    set.spawn(work());
    let _ = tokio::join!(tokio::spawn(work()), async {
        ::tokio::spawn(work()).await
    });
    tokio::spawn(work().in_current_trace());
    tokio::spawn(work().traced("order.list"));
}

#[traced("order.list", allow(raw_spawn))]
async fn on_purpose() {
    tokio::spawn(work());
}

async fn not_traced() {
    tokio::spawn(work());
}
