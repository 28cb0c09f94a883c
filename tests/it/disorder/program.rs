//! What a program may do.

/// Names a span, once in a program.
pub(super) type Id = u32;

/// Asynchronous code, step by step.
pub(super) type Body = Vec<Step>;

/// Something to be polled, by whoever gets it.
#[derive(Clone, Debug)]
pub(super) enum Work {
    /// Runs these steps when it is polled.
    Code(Body),
    /// A `#[traced]` function that was called where this is made.
    Call(Id, Body),
}

/// One step of asynchronous code.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Await(Work),
    /// As `Await`, but a panic stops here.
    Caught(Work),
    /// `.traced(..)`.
    Named(Id, Work),
    /// `.in_current_trace()`, polled in this span of a trace of its own.
    Carried(Id, Work),
    Join(Vec<Work>),
    Unordered(Vec<Work>),
    /// The first to be done wins, the other is dropped.
    Select(Work, Work),
    Timeout(Work),
    Spawn(Spawn, Work, Fate),
    After(Work, Fate),
    /// Periodic work; what each tick does.
    Every(Vec<Body>),
    /// A value through a channel; its processing has a span.
    Send(Channel, Processing, Consumer, Id, Body),
    Blocking(Code, Fate),
    Sync(SyncStep),
    /// What is traced when this body is dropped, at its end or before.
    Guard(Id),
    /// Lets others run; by a timer that outlasts every timeout, or by a yield.
    Pause(bool),
    Panic,
}

/// Synchronous code, step by step.
pub(super) type Code = Vec<SyncStep>;

/// One step of synchronous code.
#[derive(Clone, Debug)]
pub(super) enum SyncStep {
    /// A `#[traced]` function.
    Call(Id, Code),
    /// Joined, if it says so.
    Thread(Thread, Code, bool),
    /// On the runtime's handle, left to run on.
    Spawn(Work),
    Panic,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Spawn {
    /// By tokio itself.
    Raw,
    Task,
    Linked,
    JoinSet,
    Local,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Thread {
    /// By std itself.
    Raw,
    Spawn,
    Builder,
    Scoped,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Channel {
    Bounded,
    Unbounded,
    Broadcast,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Processing {
    Child,
    Linked,
}

/// Who receives.
#[derive(Clone, Copy, Debug)]
pub(super) enum Consumer {
    Here,
    /// A task without a trace.
    Raw,
    /// A task in this span of a trace of its own.
    Traced(Id),
}

/// What becomes of a task.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    Awaited,
    Detached,
    Aborted,
    /// Once it may have run.
    AbortedLate,
}

impl Fate {
    /// Nobody ends it before its own end.
    pub(super) fn is_certain(self) -> bool {
        matches!(self, Self::Awaited | Self::Detached)
    }
}

impl Work {
    fn body(&self) -> &Body {
        match self {
            Self::Code(body) | Self::Call(_, body) => body,
        }
    }

    /// Whoever polls it may see a panic.
    pub(super) fn may_panic(&self) -> bool {
        self.body().iter().any(Step::may_panic)
    }
}

impl Step {
    /// What follows may never run.
    pub(super) fn may_panic(&self) -> bool {
        match self {
            Self::Panic => true,
            Self::Await(work) | Self::Named(_, work) | Self::Timeout(work) => work.may_panic(),
            Self::Join(works) | Self::Unordered(works) => works.iter().any(Work::may_panic),
            Self::Select(one, other) => one.may_panic() || other.may_panic(),
            Self::Send(_, _, Consumer::Here, _, body) => body.iter().any(Self::may_panic),
            Self::Sync(step) => step.may_panic(),
            Self::Caught(_)
            | Self::Carried(..)
            | Self::Spawn(..)
            | Self::After(..)
            | Self::Every(_)
            | Self::Send(..)
            | Self::Blocking(..)
            | Self::Guard(_)
            | Self::Pause(_) => false,
        }
    }
}

impl SyncStep {
    /// What follows may never run.
    pub(super) fn may_panic(&self) -> bool {
        match self {
            Self::Panic => true,
            Self::Call(_, code) => code.iter().any(Self::may_panic),
            Self::Thread(..) | Self::Spawn(_) => false,
        }
    }
}
