//! Tokio's commands, with the trace carried along in the environment of the child.

use std::ffi::OsStr;
use std::future::Future;
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Output, Stdio};

use ::tokio::process;

use super::variables::Variables;

pub use ::tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};

/// As tokio's [`process::Command`]; each child is given the trace that is
/// current where it is spawned.
///
/// Those extensions of Unix that are safe are here, too; `pre_exec`, which is not, and those of
/// Windows are reached through [`as_tokio_mut`](Self::as_tokio_mut), before the child is spawned
/// here. `into_std` has no counterpart, for what it gives would spawn without the trace, and
/// `spawn_with` has none while tokio calls it unstable.
///
/// ```no_run
/// use traced::process::tokio::Command;
///
/// # async fn example() -> std::io::Result<()> {
/// let status = Command::new("gzip").arg("report.csv").status().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Command {
    pub(super) command: process::Command,
    variables: Variables,
}

impl From<process::Command> for Command {
    fn from(command: process::Command) -> Self {
        Self {
            command,
            variables: Variables::default(),
        }
    }
}

impl From<std::process::Command> for Command {
    fn from(command: std::process::Command) -> Self {
        process::Command::from(command).into()
    }
}

impl Command {
    /// As [`new`](process::Command::new).
    pub fn new<S: AsRef<OsStr>>(program: S) -> Self {
        process::Command::new(program).into()
    }

    /// Tokio's own, for what this one lacks. A child that is spawned by it is not given the
    /// trace.
    pub fn as_tokio(&self) -> &process::Command {
        &self.command
    }

    /// Tokio's own, as [`as_tokio`](Self::as_tokio).
    pub fn as_tokio_mut(&mut self) -> &mut process::Command {
        &mut self.command
    }

    /// As [`as_std`](process::Command::as_std).
    pub fn as_std(&self) -> &std::process::Command {
        self.command.as_std()
    }

    /// As [`as_std_mut`](process::Command::as_std_mut).
    pub fn as_std_mut(&mut self) -> &mut std::process::Command {
        self.command.as_std_mut()
    }

    /// As [`arg`](process::Command::arg).
    pub fn arg<S: AsRef<OsStr>>(&mut self, arg: S) -> &mut Self {
        self.command.arg(arg);
        self
    }

    /// As [`args`](process::Command::args).
    pub fn args<I, S>(&mut self, args: I) -> &mut Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        self.command.args(args);
        self
    }

    /// As [`env`](process::Command::env).
    pub fn env<K, V>(&mut self, key: K, val: V) -> &mut Self
    where
        K: AsRef<OsStr>,
        V: AsRef<OsStr>,
    {
        self.command.env(key, val);
        self
    }

    /// As [`envs`](process::Command::envs).
    pub fn envs<I, K, V>(&mut self, vars: I) -> &mut Self
    where
        I: IntoIterator<Item = (K, V)>,
        K: AsRef<OsStr>,
        V: AsRef<OsStr>,
    {
        self.command.envs(vars);
        self
    }

    /// As [`env_remove`](process::Command::env_remove).
    pub fn env_remove<K: AsRef<OsStr>>(&mut self, key: K) -> &mut Self {
        self.command.env_remove(key);
        self
    }

    /// As [`env_clear`](process::Command::env_clear); the trace is added all the same.
    pub fn env_clear(&mut self) -> &mut Self {
        self.command.env_clear();
        self
    }

    /// As [`current_dir`](process::Command::current_dir).
    pub fn current_dir<P: AsRef<Path>>(&mut self, dir: P) -> &mut Self {
        self.command.current_dir(dir);
        self
    }

    /// As [`stdin`](process::Command::stdin).
    pub fn stdin<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Self {
        self.command.stdin(cfg);
        self
    }

    /// As [`stdout`](process::Command::stdout).
    pub fn stdout<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Self {
        self.command.stdout(cfg);
        self
    }

    /// As [`stderr`](process::Command::stderr).
    pub fn stderr<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Self {
        self.command.stderr(cfg);
        self
    }

    /// As [`kill_on_drop`](process::Command::kill_on_drop).
    pub fn kill_on_drop(&mut self, kill_on_drop: bool) -> &mut Self {
        self.command.kill_on_drop(kill_on_drop);
        self
    }

    /// As [`get_kill_on_drop`](process::Command::get_kill_on_drop).
    pub fn get_kill_on_drop(&self) -> bool {
        self.command.get_kill_on_drop()
    }

    /// As [`spawn`](process::Command::spawn).
    ///
    /// # Errors
    ///
    /// The child cannot be started.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with input and output enabled.
    pub fn spawn(&mut self) -> io::Result<Child> {
        self.variables.set_on(self.command.as_std_mut());
        self.command.spawn()
    }

    /// As [`output`](process::Command::output): the child is spawned by the call.
    ///
    /// # Errors
    ///
    /// The child cannot be started or waited for.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with input and output enabled.
    pub fn output(&mut self) -> impl Future<Output = io::Result<Output>> + use<> {
        self.variables.set_on(self.command.as_std_mut());
        self.command.output()
    }

    /// As [`status`](process::Command::status): the child is spawned by the call.
    ///
    /// # Errors
    ///
    /// The child cannot be started or waited for.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with input and output enabled.
    pub fn status(&mut self) -> impl Future<Output = io::Result<ExitStatus>> + use<> {
        self.variables.set_on(self.command.as_std_mut());
        self.command.status()
    }
}
