//! Ending on SIGTERM and ctrl-c, where processes have signals.

use std::sync::mpsc;
use std::{io, process, thread};

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

/// Calls `finish` and exits when the first of the two signals arrives.
pub(super) fn on_end(finish: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let (ready, is_ready) = mpsc::channel();
    thread::Builder::new()
        .name("traced-signal".to_owned())
        .spawn(move || {
            let answer = ready.clone();
            if let Err(error) = wait(ready, finish) {
                // Of no interest any more, if the caller is gone.
                let _ = answer.send(Err(error));
            }
        })?;
    is_ready
        .recv()
        .unwrap_or_else(|_| Err(io::Error::other("the signal thread ended at once")))
}

/// The thread's life. Its runtime is made and dropped here, never in async code.
fn wait(ready: mpsc::Sender<io::Result<()>>, finish: impl FnOnce()) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let kind = runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let _ = ready.send(Ok(()));
        drop(ready);
        io::Result::Ok(tokio::select! {
            _ = terminate.recv() => SignalKind::terminate(),
            _ = interrupt.recv() => SignalKind::interrupt(),
        })
    })?;
    finish();
    // What a shell reports for a process that the signal ended.
    process::exit(128 + kind.as_raw_value());
}
