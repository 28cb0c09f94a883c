//! A worker behind a channel adds to the trace of whoever sent the message, or links to it.
//!
//! `cargo run --example channel` prints:
//!
//! ```text
//! order.enter
//!   label.queued
//!     label.print
//! mail.queued
//!   ~ link to order.enter
//!   mail.send
//! ```

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use traced::sync::mpsc;
use traced::{testing, traced};

enum Job {
    /// The customer waits for it.
    Label(u32),
    /// Is sent some time.
    Mail(u32),
}

#[traced("label.print")]
async fn print_label(_order: u32) {}

#[traced("mail.send")]
async fn send_mail(_order: u32) {}

/// Runs as long as the service does, in no trace.
async fn worker(mut jobs: mpsc::Receiver<Job>) {
    while let Some(message) = jobs.recv().await {
        match *message {
            Job::Label(order) => {
                let printing = message.process("label.queued", |_| print_label(order));
                printing.await;
            }
            Job::Mail(order) => {
                let sending = message.process_linked("mail.queued", |_| send_mail(order));
                sending.await;
            }
        }
    }
}

#[traced("order.enter", root)]
async fn place_order(order: u32, jobs: &mpsc::Sender<Job>) {
    for job in [Job::Label(order), Job::Mail(order)] {
        jobs.send(job).await.expect("the worker is alive");
    }
}

#[tokio::main]
async fn main() {
    let (jobs, inbox) = mpsc::channel(16);
    let worker = tokio::spawn(worker(inbox));
    let recorded = testing::record(async move {
        place_order(17, &jobs).await;
        drop(jobs);
        worker.await
    })
    .await;
    recorded.output.as_ref().expect("the worker is sound");
    print!("{}", recorded.tree());
}
