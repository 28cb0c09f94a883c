//! `#[derive(ErrorType)]`: the `error.type` of each variant.

use std::fmt::{self, Debug};

use traced::testing::record_sync;
use traced::{ErrorType, traced};

#[derive(Debug, ErrorType)]
enum PlaceError {
    OutOfStock,
    #[error_type("card_declined")]
    #[allow(dead_code)]
    Declined(String, u8),
    HTTPTimeout {
        #[allow(dead_code)]
        after: u64,
    },
    #[error_type(transparent)]
    Ship(ShipError),
    #[error_type(transparent)]
    Boxed {
        inner: Box<Labelled<u8>>,
    },
    #[cfg(any())]
    Never(Missing),
}

#[derive(Debug, ErrorType)]
struct ShipError;

#[derive(Debug, ErrorType)]
#[error_type("label")]
struct Labelled<T>(T);

#[derive(Debug, ErrorType)]
#[error_type(prefix = "bank", crate = traced)]
enum Prefixed<T: Debug>
where
    T: Clone,
{
    Busy(T),
}

#[derive(Debug, ErrorType)]
#[error_type(prefix = "")]
enum Bare {
    Timeout,
}

#[derive(Debug, ErrorType)]
enum Never {}

macro_rules! error {
    ($([$($generics:tt)*] $name:ty;)*) => {$(
        impl<$($generics)*> fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("failed")
            }
        }
        impl<$($generics)*> std::error::Error for $name {}
    )*};
}

error! {
    [] PlaceError;
    [] ShipError;
    [T: Debug] Labelled<T>;
    [T: Debug + Clone] Prefixed<T>;
    [] Bare;
    [] Never;
}

#[test]
fn every_variant_has_a_name() {
    let declined = PlaceError::Declined(String::new(), 1);
    let inner = Box::new(Labelled(1));
    let names = [
        PlaceError::OutOfStock.error_type(),
        declined.error_type(),
        PlaceError::HTTPTimeout { after: 1 }.error_type(),
        PlaceError::Ship(ShipError).error_type(),
        PlaceError::Boxed { inner }.error_type(),
        Prefixed::Busy(1).error_type(),
        Bare::Timeout.error_type(),
    ];
    assert_eq!(
        names,
        [
            "place_error.out_of_stock",
            "card_declined",
            "place_error.http_timeout",
            "ship_error",
            "label",
            "bank.busy",
            "timeout",
        ]
    );
}

#[traced]
fn fails() -> Result<(), PlaceError> {
    Err(PlaceError::OutOfStock)
}

#[traced]
fn never() -> Result<(), Never> {
    Ok(())
}

#[test]
fn it_is_what_is_recorded() {
    let recorded = record_sync(|| (fails().is_err(), never().is_ok()));
    assert_eq!(recorded.output, (true, true));
    assert_eq!(
        recorded.tree().lines().next(),
        Some("fails error \"failed\" {error.type=\"place_error.out_of_stock\"}")
    );
}
