//! What is set up in a process.

pub const VARIABLE: &str = "TRACED_BENCH_MODE";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every span is exported.
    Exported,
    /// Every trace is decided against at its root.
    SampledOut,
    /// No set-up at all.
    Nothing,
    /// `OTEL_SDK_DISABLED=true`.
    Disabled,
}

impl Mode {
    pub const ALL: [Self; 4] = [
        Self::Exported,
        Self::SampledOut,
        Self::Nothing,
        Self::Disabled,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Exported => "exported",
            Self::SampledOut => "sampled out",
            Self::Nothing => "nothing installed",
            Self::Disabled => "disabled",
        }
    }

    pub fn named(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|mode| mode.name() == name);
        known.expect("a mode")
    }
}
