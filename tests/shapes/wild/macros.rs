//! Functions that macros write, from fragments of every sort.

use std::future::Future;
use traced::traced;

macro_rules! fragments {
    (
        $(#[$attr:meta])*
        $vis:vis $name:ident: $span:literal, $key:literal = $value:expr,
        ($($pat:pat => $ty:ty),*) -> $ret:ty $body:block
    ) => {
        $(#[$attr])*
        #[traced($span, attrs($key = $value))]
        $vis fn $name($($pat: $ty),*) -> $ret $body
    };
    (async $name:ident($self:ident: $receiver:ty) -> $ret:ty $body:block) => {
        #[traced]
        async fn $name($self: $receiver) -> $ret $body
    };
}

fragments! {
    /// Documented.
    #[inline]
    #[must_use]
    pub(crate) sum: "macros.sum", "macros.value" = 1 + 1,
    ((a, b) => (u8, u8), [c, ..] => [u8; 2]) -> u8 { a + b + c }
}

macro_rules! returning {
    ($($name:ident: $keyword:ident $ret:ty = $value:expr;)*) => {$(
        returning!(@ $keyword $name, $ret, $value);
    )*};
    (@ sync $name:ident, $ret:ty, $value:expr) => {
        #[traced]
        fn $name() -> $ret {
            $value
        }
    };
    (@ asynchronous $name:ident, $ret:ty, $value:expr) => {
        #[traced]
        async fn $name() -> $ret {
            tokio::task::yield_now().await;
            $value
        }
    };
}

returning! {
    opaque: sync impl Future<Output = u8> = async { 1 };
    boxed: sync std::pin::Pin<Box<dyn Future<Output = u8> + Send>> = Box::pin(async { 2 });
    library: sync futures_util::future::BoxFuture<'static, u8> = Box::pin(async { 3 });
    iterator: sync impl Iterator<Item = u8> = [1].into_iter();
    result: sync Result<u8, String> = "x".parse::<u8>().map_err(|error| error.to_string());
    dynamic: asynchronous Box<dyn std::fmt::Debug + Send> = Box::new(1);
    async_opaque: asynchronous impl std::fmt::Display = 4;
}

macro_rules! named {
    ($name:ident, $span:literal, $kind:ident, $rule:ident, $krate:path) => {
        #[traced(name = $span, kind = $kind, allow($rule), crate = $krate)]
        fn $name() {}
    };
}

named!(named, "Macros.Named", client, name_style, ::traced);

macro_rules! methods {
    ($ty:ident { $($name:ident($($receiver:tt)*) $body:block)* }) => {
        struct $ty(u8);
        impl $ty {
            $(#[traced] async fn $name($($receiver)*) -> u8 $body)*
        }
    };
}

methods! {
    Account {
        by_ref(&self) { 1 }
        by_mut(&mut self) { 2 }
        by_value(mut self) { self.0 = 3; self.0 }
        boxed(self: Box<Self>) { 4 }
    }
}

macro_rules! with_self {
    ($ty:ident, $this:ident, $value:expr) => {
        impl $ty {
            #[traced(attrs(value = $value))]
            fn value(&$this) -> u8 {
                $value
            }

            #[traced]
            async fn value_async(&mut $this) -> u8 {
                $this.0 += 1;
                $value
            }
        }
    };
}

with_self!(Account, self, self.0);

macro_rules! generic {
    ($name:ident<$($lt:lifetime,)* $($param:ident: $bound:path),*>($arg:ident: $ty:ty) -> $ret:ty = $value:expr) => {
        #[traced]
        fn $name<$($lt,)* $($param: $bound),*>($arg: $ty) -> $ret {
            $value
        }
    };
}

generic!(generic<'a, T: std::fmt::Display>(value: &'a T) -> String = value.to_string());

macro_rules! item {
    ($item:item) => {
        #[traced]
        $item
    };
}

item! {
    /// Documented.
    pub fn of_an_item<T: Default>(#[allow(unused_variables)] a: u8) -> Vec<T> {
        vec![T::default()]
    }
}

macro_rules! tokens {
    ($($tokens:tt)*) => { #[traced] $($tokens)* };
}

tokens! { async fn of_tokens(a: &mut Vec<u8>) -> Option<&mut u8> { a.first_mut() } }

macro_rules! outer {
    ($name:ident) => {
        macro_rules! $name {
            ($inner:ident) => {
                #[traced]
                fn $inner(a: u8) -> u8 {
                    let b = a;
                    b + 1
                }
            };
        }
    };
}

outer!(inner);
inner!(of_a_macro_of_a_macro);

macro_rules! body {
    ($name:ident, |$arg:ident| $($body:tt)*) => {
        #[traced]
        fn $name($arg: u8) -> Option<u8> { $($body)* }
    };
}

body!(of_a_body, |a| let b = a.checked_sub(1)?; if b == 0 { return None; } Some(b));

macro_rules! whole {
    ($name:ident, $prefix:literal) => {
        #[traced(prefix = $prefix)]
        mod $name {
            pub fn first() -> u8 {
                second()
            }
            fn second() -> u8 {
                1
            }
        }
    };
}

whole!(module, "macros.module");

pub async fn check() -> usize {
    assert_eq!(sum((1, 2), [3, 4]), 6);
    assert_eq!(opaque().await + boxed().await + library().await, 6);
    assert_eq!(iterator().count(), 1);
    assert!(result().is_err());
    assert_eq!(
        format!("{:?}{}", dynamic().await, async_opaque().await),
        "14"
    );
    named();
    let mut account = Account(7);
    assert_eq!(account.by_ref().await + account.by_mut().await, 3);
    assert_eq!(account.value() + account.value_async().await, 15);
    assert_eq!(
        Account(1).by_value().await + Box::new(account).boxed().await,
        7
    );
    assert_eq!(generic(&1), "1");
    assert_eq!(of_an_item::<u8>(1), [0]);
    assert_eq!(of_tokens(&mut vec![1]).await, Some(&mut 1));
    assert_eq!(of_a_macro_of_a_macro(1), 2);
    assert_eq!(of_a_body(3), Some(2));
    assert_eq!(module::first(), 1);
    22
}
