//! Which variables a child gets.

use std::process::Command;

use crate::context;
use crate::propagation::{self, Environment};

/// Keeps a command's variables in step with the current trace, from one spawn to the next.
#[derive(Debug, Default)]
pub(super) struct Variables {
    /// The command has variables of an earlier spawn.
    set: bool,
}

impl Variables {
    /// Sets those of the current trace.
    ///
    /// With them go all others that may carry one: a `TRACESTATE` which this process inherited
    /// does not belong to a trace that began here. Where nothing is current, the child
    /// inherits what this process did.
    pub(super) fn set_on(&mut self, command: &mut Command) {
        let current = Environment::of(&context::current());
        if self.set || !current.is_empty() {
            for name in propagation::propagated() {
                command.env_remove(name);
            }
        }
        command.envs(current.iter());
        self.set = !current.is_empty();
    }
}
