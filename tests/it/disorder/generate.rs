//! Random programs.

use super::program::{
    Body, Channel, Code, Consumer, Fate, Id, Processing, Spawn, Step, SyncStep, Thread, Work,
};
use super::rng::Rng;

/// Writes one program.
pub(super) struct Generator {
    rng: Rng,
    last_id: Id,
    /// Steps that may still be written.
    budget: usize,
}

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let budget = 4 + rng.below(14);
        Self {
            rng,
            last_id: 0,
            budget,
        }
    }

    /// The whole program.
    pub(super) fn program(&mut self) -> Body {
        let mut body = Vec::new();
        while self.budget > 0 {
            body.extend(self.body(5));
        }
        body
    }

    fn id(&mut self) -> Id {
        self.last_id += 1;
        self.last_id
    }

    fn body(&mut self, depth: usize) -> Body {
        let most = if depth == 0 { 0 } else { 3 };
        let steps = self.rng.below(most + 1).min(self.budget);
        self.budget -= steps;
        (0..steps).map(|_| self.step(depth - 1)).collect()
    }

    /// One step more than `body` would give: an empty join tells nothing.
    fn works(&mut self, depth: usize) -> Vec<Work> {
        (0..=self.rng.below(3)).map(|_| self.work(depth)).collect()
    }

    fn work(&mut self, depth: usize) -> Work {
        let mut body = self.body(depth);
        if self.rng.below(3) == 0 {
            // Likely to be dropped on the way, if it ever is.
            body.insert(0, Step::Guard(self.id()));
            body.push(Step::Pause(true));
        }
        match self.rng.below(2) {
            0 => Work::Call(self.id(), body),
            _ => Work::Code(body),
        }
    }

    fn fate(&mut self) -> Fate {
        self.rng.pick(&[
            Fate::Awaited,
            Fate::Awaited,
            Fate::Detached,
            Fate::Aborted,
            Fate::AbortedLate,
        ])
    }

    fn step(&mut self, depth: usize) -> Step {
        match self.rng.below(25) {
            0..3 => Step::Await(Work::Call(self.id(), self.body(depth))),
            3 => Step::Caught(self.work(depth)),
            4 => Step::Named(self.id(), self.work(depth)),
            5 => Step::Carried(self.id(), self.work(depth)),
            6 => Step::Join(self.works(depth)),
            7 => Step::Unordered(self.works(depth)),
            8 => Step::Select(self.work(depth), self.work(depth)),
            9 => Step::Timeout(self.work(depth)),
            10..13 => self.spawn(depth),
            13 => Step::After(self.work(depth), self.fate()),
            14 => {
                let ticks = 1 + self.rng.below(2);
                Step::Every((0..ticks).map(|_| self.body(depth)).collect())
            }
            15 => self.send(depth),
            16 => Step::Blocking(self.code(depth), self.fate()),
            17 => Step::Sync(self.sync_step(depth)),
            18 | 19 => Step::Guard(self.id()),
            20..24 => Step::Pause(self.rng.below(2) == 0),
            _ => match self.rng.below(3) {
                0 => Step::Panic,
                _ => Step::Await(Work::Call(self.id(), self.body(depth))),
            },
        }
    }

    fn spawn(&mut self, depth: usize) -> Step {
        let how = self.rng.pick(&[
            Spawn::Raw,
            Spawn::Task,
            Spawn::Linked,
            Spawn::JoinSet,
            Spawn::Local,
        ]);
        Step::Spawn(how, self.work(depth), self.fate())
    }

    fn send(&mut self, depth: usize) -> Step {
        let channel = [Channel::Bounded, Channel::Unbounded, Channel::Broadcast];
        let channel = self.rng.pick(&channel);
        let processing = self.rng.pick(&[Processing::Child, Processing::Linked]);
        let consumer = match self.rng.below(3) {
            0 => Consumer::Here,
            1 => Consumer::Raw,
            _ => Consumer::Traced(self.id()),
        };
        Step::Send(channel, processing, consumer, self.id(), self.body(depth))
    }

    fn code(&mut self, depth: usize) -> Code {
        let most = if depth == 0 { 0 } else { 2 };
        let steps = self.rng.below(most + 1).min(self.budget);
        self.budget -= steps;
        (0..steps).map(|_| self.sync_step(depth - 1)).collect()
    }

    fn sync_step(&mut self, depth: usize) -> SyncStep {
        match self.rng.below(8) {
            0..4 => SyncStep::Call(self.id(), self.code(depth)),
            4 | 5 => {
                let how = [Thread::Raw, Thread::Spawn, Thread::Builder, Thread::Scoped];
                let joined = self.rng.below(3) > 0;
                SyncStep::Thread(self.rng.pick(&how), self.code(depth), joined)
            }
            6 => SyncStep::Spawn(self.work(depth)),
            _ => match self.rng.below(3) {
                0 => SyncStep::Panic,
                _ => SyncStep::Call(self.id(), self.code(depth)),
            },
        }
    }
}
