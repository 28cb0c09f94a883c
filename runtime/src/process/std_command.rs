//! Std's commands.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Child, CommandArgs, CommandEnvs, ExitStatus, Output, Stdio};

use super::variables::Variables;

/// As [`std::process::Command`]; each child is given the trace that is current where it is
/// spawned.
///
/// Those extensions of Unix that are safe are here, too; `pre_exec`, which is not, and those of
/// Windows are reached through [`as_std_mut`](Self::as_std_mut), before the child is spawned here.
///
/// ```no_run
/// use traced::process::Command;
///
/// let status = Command::new("gzip").arg("report.csv").status()?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Command {
    pub(super) command: std::process::Command,
    pub(super) variables: Variables,
}

impl From<std::process::Command> for Command {
    fn from(command: std::process::Command) -> Self {
        Self {
            command,
            variables: Variables::default(),
        }
    }
}

impl Command {
    /// As [`std::process::Command::new`].
    pub fn new<S: AsRef<OsStr>>(program: S) -> Self {
        std::process::Command::new(program).into()
    }

    /// Std's own, for what this one lacks. A child that is spawned by it is not given the
    /// trace.
    pub fn as_std(&self) -> &std::process::Command {
        &self.command
    }

    /// Std's own, as [`as_std`](Self::as_std).
    pub fn as_std_mut(&mut self) -> &mut std::process::Command {
        &mut self.command
    }

    /// As [`std::process::Command::arg`].
    pub fn arg<S: AsRef<OsStr>>(&mut self, arg: S) -> &mut Self {
        self.command.arg(arg);
        self
    }

    /// As [`std::process::Command::args`].
    pub fn args<I, S>(&mut self, args: I) -> &mut Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        self.command.args(args);
        self
    }

    /// As [`std::process::Command::env`].
    pub fn env<K, V>(&mut self, key: K, val: V) -> &mut Self
    where
        K: AsRef<OsStr>,
        V: AsRef<OsStr>,
    {
        self.command.env(key, val);
        self
    }

    /// As [`std::process::Command::envs`].
    pub fn envs<I, K, V>(&mut self, vars: I) -> &mut Self
    where
        I: IntoIterator<Item = (K, V)>,
        K: AsRef<OsStr>,
        V: AsRef<OsStr>,
    {
        self.command.envs(vars);
        self
    }

    /// As [`std::process::Command::env_remove`].
    pub fn env_remove<K: AsRef<OsStr>>(&mut self, key: K) -> &mut Self {
        self.command.env_remove(key);
        self
    }

    /// As [`std::process::Command::env_clear`]; the trace is added all the same.
    pub fn env_clear(&mut self) -> &mut Self {
        self.command.env_clear();
        self
    }

    /// As [`std::process::Command::current_dir`].
    pub fn current_dir<P: AsRef<Path>>(&mut self, dir: P) -> &mut Self {
        self.command.current_dir(dir);
        self
    }

    /// As [`std::process::Command::stdin`].
    pub fn stdin<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Self {
        self.command.stdin(cfg);
        self
    }

    /// As [`std::process::Command::stdout`].
    pub fn stdout<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Self {
        self.command.stdout(cfg);
        self
    }

    /// As [`std::process::Command::stderr`].
    pub fn stderr<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Self {
        self.command.stderr(cfg);
        self
    }

    /// As [`std::process::Command::get_program`].
    pub fn get_program(&self) -> &OsStr {
        self.command.get_program()
    }

    /// As [`std::process::Command::get_args`].
    pub fn get_args(&self) -> CommandArgs<'_> {
        self.command.get_args()
    }

    /// As [`std::process::Command::get_envs`]; the variables of the trace are among them from the
    /// first spawn on.
    pub fn get_envs(&self) -> CommandEnvs<'_> {
        self.command.get_envs()
    }

    /// As [`std::process::Command::get_current_dir`].
    pub fn get_current_dir(&self) -> Option<&Path> {
        self.command.get_current_dir()
    }

    /// As [`std::process::Command::spawn`].
    ///
    /// # Errors
    ///
    /// The child cannot be started.
    pub fn spawn(&mut self) -> io::Result<Child> {
        self.variables.set_on(&mut self.command);
        self.command.spawn()
    }

    /// As [`std::process::Command::output`].
    ///
    /// # Errors
    ///
    /// The child cannot be started or waited for.
    pub fn output(&mut self) -> io::Result<Output> {
        self.variables.set_on(&mut self.command);
        self.command.output()
    }

    /// As [`std::process::Command::status`].
    ///
    /// # Errors
    ///
    /// The child cannot be started or waited for.
    pub fn status(&mut self) -> io::Result<ExitStatus> {
        self.variables.set_on(&mut self.command);
        self.command.status()
    }
}
