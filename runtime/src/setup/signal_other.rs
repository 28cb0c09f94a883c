//! Ending on ctrl-c, where that is all there is.

use std::{io, process, thread};

use tokio::runtime::Builder;

/// Calls `finish` and exits when ctrl-c is pressed.
pub(super) fn on_end(finish: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new()
        .name("traced-signal".to_owned())
        .spawn(move || {
            let Ok(runtime) = Builder::new_current_thread().enable_io().build() else {
                return;
            };
            if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
                finish();
                process::exit(130);
            }
        })?;
    Ok(())
}
