use std::fmt;
use traced::ErrorType;

#[derive(Debug, ErrorType)]
enum PlaceError {
    Declined(#[error_type("declined")] u8),
    #[error_type(1)]
    Lost,
}

#[derive(Debug, ErrorType)]
struct ShipError {
    #[error_type(transparent)]
    #[allow(dead_code)]
    inner: PlaceError,
}

impl fmt::Display for PlaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not placed")
    }
}

impl std::error::Error for PlaceError {}

impl fmt::Display for ShipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not shipped")
    }
}

impl std::error::Error for ShipError {}

fn main() {}
