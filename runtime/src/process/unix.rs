//! What std's commands can do on Unix besides.

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::CommandExt as _;

use super::Command;

impl Command {
    /// As [`uid`](std::os::unix::process::CommandExt::uid).
    pub fn uid(&mut self, id: u32) -> &mut Self {
        self.command.uid(id);
        self
    }

    /// As [`gid`](std::os::unix::process::CommandExt::gid).
    pub fn gid(&mut self, id: u32) -> &mut Self {
        self.command.gid(id);
        self
    }

    /// As [`arg0`](std::os::unix::process::CommandExt::arg0).
    pub fn arg0<S: AsRef<OsStr>>(&mut self, arg: S) -> &mut Self {
        self.command.arg0(arg);
        self
    }

    /// As [`process_group`](std::os::unix::process::CommandExt::process_group).
    pub fn process_group(&mut self, pgroup: i32) -> &mut Self {
        self.command.process_group(pgroup);
        self
    }

    /// As [`exec`](std::os::unix::process::CommandExt::exec): the program that takes this one's
    /// place is given the current trace. No destructor runs, so shut tracing down before.
    pub fn exec(&mut self) -> io::Error {
        self.variables.set_on(&mut self.command);
        self.command.exec()
    }
}
