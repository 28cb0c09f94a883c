//! What tokio's commands can do on Unix besides.

use std::ffi::OsStr;

use super::tokio::Command;

impl Command {
    /// As [`uid`](::tokio::process::Command::uid).
    pub fn uid(&mut self, id: u32) -> &mut Self {
        self.command.uid(id);
        self
    }

    /// As [`gid`](::tokio::process::Command::gid).
    pub fn gid(&mut self, id: u32) -> &mut Self {
        self.command.gid(id);
        self
    }

    /// As [`arg0`](::tokio::process::Command::arg0).
    pub fn arg0<S: AsRef<OsStr>>(&mut self, arg: S) -> &mut Self {
        self.command.arg0(arg);
        self
    }

    /// As [`process_group`](::tokio::process::Command::process_group).
    pub fn process_group(&mut self, pgroup: i32) -> &mut Self {
        self.command.process_group(pgroup);
        self
    }
}
