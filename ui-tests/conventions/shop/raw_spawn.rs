#![allow(dead_code)]

use traced::{FutureExt as _, traced};

async fn work() {}

#[traced("order.list")]
async fn tasks() {
    tokio::spawn(work());
    tokio::task::spawn_blocking(|| ());
    std::thread::spawn(|| ());
    tokio::task::JoinSet::new().spawn(work());
    let _ = vec![tokio::spawn(work()), {
        tokio::spawn(async { work().in_current_trace().await })
    }];
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

mod tokio {
    pub fn spawn(_: impl Future<Output = ()>) {}

    pub mod task {
        pub fn spawn_blocking(_: impl FnOnce()) {}

        pub struct JoinSet;

        impl JoinSet {
            pub fn new() -> Self {
                JoinSet
            }

            pub fn spawn(&self, _: impl Future<Output = ()>) {}
        }
    }
}
