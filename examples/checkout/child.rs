//! A service as a child process: started, talked to, and never left behind.
//!
//! The protocol is lines. The child writes `ready ADDRESS` once it listens and
//! `stats STARTED ENDED EXPORTED` as its last words; the parent closes the child's
//! standard input to make it stop, which also happens when the parent dies.

use super::args::Fault;
use super::screen;
use super::services::Role;
use std::error::Error;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinHandle;

/// How long a service may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running service.
pub(crate) struct Service {
    pub(crate) role: Role,
    pub(crate) address: SocketAddr,
    process: Child,
    said: Lines<BufReader<ChildStdout>>,
    errors: JoinHandle<()>,
}

/// What a service says of its own spans when it stops.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Accounts {
    pub(crate) ended: u64,
    pub(crate) exported: u64,
    pub(crate) sampled_out: u64,
}

impl Service {
    /// Starts this binary again in another role and waits until it listens.
    pub(crate) async fn start(
        role: Role,
        fault: Option<Fault>,
        environment: &[(&str, String)],
    ) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .env(Role::VARIABLE, role.name())
            // One of them is about to panic, on purpose: its message is enough.
            .env("RUST_BACKTRACE", "0")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if let Some(fault) = fault {
            command.env(Role::FAULT, fault.to_string());
        }
        let mut process = command.spawn()?;
        let (Some(stdout), Some(stderr)) = (process.stdout.take(), process.stderr.take()) else {
            return Err("a child without pipes".into());
        };
        let errors = tokio::spawn(async move {
            let mut lines = BufReader::new(stderr).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if !line.is_empty() {
                    screen::line(format_args!("{:>9} | {line}", role.name()));
                }
            }
        });
        let mut said = BufReader::new(stdout).lines();
        let ready = tokio::time::timeout(PATIENCE, said.next_line()).await??;
        let address = ready
            .as_deref()
            .and_then(|line| line.strip_prefix("ready "))
            .ok_or_else(|| format!("{} did not start", role.name()))?
            .parse()?;
        Ok(Self {
            role,
            address,
            process,
            said,
            errors,
        })
    }

    /// Lets the service finish what it began, and reads its accounts.
    pub(crate) async fn stop(mut self) -> Result<Accounts, Box<dyn Error>> {
        drop(self.process.stdin.take());
        let accounts = tokio::time::timeout(PATIENCE, async {
            let mut accounts = None;
            while let Some(line) = self.said.next_line().await? {
                if let Some(numbers) = line.strip_prefix("stats ") {
                    accounts = Some(Accounts::parse(numbers)?);
                }
            }
            self.process.wait().await?;
            accounts.ok_or_else(|| format!("{} stopped without a word", self.role.name()).into())
        })
        .await
        .map_err(|_| format!("{} did not stop", self.role.name()))?;
        // Its last words may still be in the pipe.
        let _ = self.errors.await;
        accounts
    }
}

impl Accounts {
    /// The line that a service writes last.
    pub(crate) fn line(stats: &traced::Stats) -> String {
        format!(
            "stats {} {} {}",
            stats.ended, stats.exported, stats.sampled_out
        )
    }

    fn parse(line: &str) -> Result<Self, Box<dyn Error>> {
        let mut numbers = line.split(' ').map(str::parse);
        let mut next = || numbers.next().ok_or("a number is missing");
        Ok(Self {
            ended: next()??,
            exported: next()??,
            sampled_out: next()??,
        })
    }
}
