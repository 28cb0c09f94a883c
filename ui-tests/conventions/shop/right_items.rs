#![deny(
    warnings,
    unused,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations
)]
#![forbid(dead_code, unreachable_pub)]
//! Right attributes on whole items say nothing, in whatever scope and by whichever function they are used.
use traced::traced;
/// O
#[derive(Debug)]
pub struct Order {
    id: u64,
    name: String,
}

#[traced(attrs(order.id = self.id, order.items = self.id), allow(unregistered_span, name_prefix))]
impl Order {
    /// a
    #[traced(attrs(order.id = self.name))]
    pub fn a(&self) {}
    /// b
    #[traced(attrs(order.id = self.name))]
    pub async fn b(&self) {}
    #[cfg(any())]
    pub fn c(&self) {}
    /// d
    #[traced(skip)]
    pub fn d(&self) {}
}
#[traced(attrs(order.id = self.id, order.items = self.id), allow(unregistered_span, name_prefix))]
impl Order {
    #[cfg(any())]
    pub fn e(&self) {}
}
#[traced(attrs(order.id = self.name), allow(unregistered_span, name_prefix))]
impl std::fmt::Display for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("x")
    }
}
/// T
#[traced(attrs(order.id = self.name(), order.tags = [self.name()]), ret(order.items = |n| *n), allow(unregistered_span, name_prefix))]
pub trait T {
    /// n
    const N: u64 = 3;
    /// n
    #[traced(skip)]
    fn name(&self) -> String {
        String::new()
    }
    /// n
    fn number(&self) -> u64 {
        1
    }
    /// n
    fn numbers(&self) -> u64;
}
/// M
#[traced(attrs(order.id = crate::ID.to_owned()), allow(unregistered_span, name_prefix))]
pub mod m {
    //! x
    #![allow(clippy::all)]
    /// f
    pub fn f() {}
    /// g
    pub mod g {
        /// h
        #[derive(Debug)]
        pub struct H(u64);
        #[traced::traced(attrs(order.items = self.0))]
        impl H {
            /// h
            pub fn h(&self) {}
        }
        /// h
        pub mod i {
            /// h
            pub fn h() {}
        }
    }
}
const ID: &str = "1";
/// F
pub fn f() {
    struct L(String);
    const ID: String = String::new();
    #[traced(attrs(order.id = self.0, order.tags = [ID]), allow(unregistered_span, name_prefix))]
    impl L {
        fn x(&self) {}
        fn y(&self) {}
    }
    L(ID).x();
    L(ID).y();
    #[traced(attrs(order.id = crate::ID.len().to_string()), allow(unregistered_span, name_prefix))]
    mod k {
        pub(super) fn f() {}
        pub(super) mod l {
            pub(in super::super) fn f() {}
        }
    }
    k::f();
    k::l::f();
}
