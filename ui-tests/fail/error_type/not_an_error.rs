use traced::ErrorType;

#[derive(ErrorType)]
enum PlaceError {
    OutOfStock,
}

#[derive(Debug, ErrorType)]
enum ShipError {
    #[error_type(transparent)]
    Io(std::io::Error),
}

impl std::fmt::Display for ShipError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for ShipError {}

fn main() {}
