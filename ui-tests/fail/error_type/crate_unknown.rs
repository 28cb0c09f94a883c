mod telemetry {
    #[allow(unused_imports)]
    pub use traced as inner;
}

#[derive(Debug, traced::ErrorType)]
#[error_type(crate = nowhere)]
pub struct Nowhere;

#[derive(Debug, traced::ErrorType)]
#[error_type(crate = std)]
pub enum Wrong<T> {
    #[error_type(transparent)]
    Inner(Nowhere),
    #[error_type(transparent)]
    Other(T),
}

#[derive(Debug, traced::ErrorType)]
#[error_type(crate = telemetry::iner)]
pub enum Misspelt {
    #[error_type(transparent)]
    Inner(Nowhere),
}

fn main() {}
