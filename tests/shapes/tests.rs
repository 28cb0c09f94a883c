//! A test for each family.

macro_rules! families {
    ($($family:ident)*) => {$(
        #[::core::prelude::v1::test]
        fn $family() {
            crate::names::run(crate::$family::check);
        }
    )*};
}

families! {
    abi asynchronous functions futures generated generics patterns receivers results tails traits
}
