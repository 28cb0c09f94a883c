use traced::ErrorType;

#[derive(Debug, ErrorType)]
#[error_type("place", transparent)]
enum PlaceError {
    #[error_type("")]
    Empty,
    #[error_type("order {id} failed")]
    Text,
    #[error_type(transparent)]
    Unit,
    #[error_type(transparent)]
    Two(u8, u8),
    #[error_type("a", transparent)]
    Both(Box<PlaceError>),
    #[error_type(name = "a")]
    Unknown,
    #[error_type("a", "b")]
    Twice,
    #[error_type(prefix = "a", crate = traced)]
    OfTheEnum,
    #[error_type]
    Nothing,
}

#[derive(Debug, ErrorType)]
#[error_type(prefix = "a")]
struct Prefixed;

#[derive(ErrorType)]
union Union {
    a: u8,
}

macro_rules! error {
    ($($t:ty)*) => {$(
        impl std::fmt::Display for $t {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("failed")
            }
        }
        impl std::error::Error for $t {}
    )*};
}
error!(PlaceError Prefixed);

fn main() {
    let error = PlaceError::Empty;
    println!("{}", error.error_type());
}
