#[automatically_derived]
impl<T> ::traced::ErrorType for PlaceError<T>
where
    Self: ::traced::__private::core::error::Error,
{
    fn error_type(&self) -> &'static ::traced::__private::core::primitive::str {
        match self {
            Self::OutOfStock { .. } => "place_error.out_of_stock",
            Self::Declined { .. } => "card_declined",
            Self::Ship { 0: __inner } => ::traced::ErrorType::error_type(__inner),
        }
    }
}
struct PlaceError;
