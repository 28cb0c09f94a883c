//! Functions and attributes that macros write, and whole items.

use crate::env::*;

macro_rules! functions {
    ($($(#[$attr:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),*) -> $output:ty $body:block)*) => {
        $(
            $(#[$attr])*
            #[traced]
            $vis fn $name($($arg: $ty),*) -> $output $body
        )*
    };
}

functions! {
    /// Documented.
    fn from_parts(a: u8, b: u8) -> u8 {
        a + b
    }

    #[inline]
    pub fn early(a: u8) -> u8 {
        if a == 0 {
            return 1;
        }
        a
    }
}

macro_rules! async_function {
    ($name:ident, $body:expr) => {
        #[traced(attrs(a = 1, b = $body))]
        async fn $name() -> u8 {
            pause().await;
            $body
        }
    };
}

async_function!(from_an_expression, 1 + 1);

macro_rules! hygienic {
    ($name:ident($arg:ident)) => {
        #[traced]
        fn $name($arg: u8) -> u8 {
            let a = 1;
            a + $arg
        }
    };
}

hygienic!(two_names(a));

macro_rules! annotated {
    ($($item:item)*) => {
        $(#[traced] $item)*
    };
}

annotated! {
    fn item(a: u8) -> u8 {
        a
    }

    async fn async_item((a, _): (u8, u8)) -> u8 {
        pause().await;
        a
    }
}

macro_rules! types {
    ($ty:ty, $result:ident, $lifetime:lifetime, $pat:pat) => {
        #[traced]
        fn typed<$lifetime>($pat: (u8, u8), text: &$lifetime str) -> $result<&$lifetime $ty, ()> {
            p::Ok(text)
        }
    };
}

type Outcome<T, E> = p::Result<T, E>;

types!(str, Outcome, 'a, (_, _));

#[cfg_attr(all(), traced("generated.conditional"))]
fn conditional() -> u8 {
    1
}

#[cfg(any())]
#[traced]
fn absent(missing: Missing) {}

#[traced]
#[cfg(any())]
fn absent_below(missing: Missing) {}

#[traced]
#[cfg_attr(all(), inline)]
#[cfg_attr(any(), missing)]
async fn conditional_attributes() -> u8 {
    1
}

pub struct Orders(u8);

macro_rules! whole {
    ($ty:ident { $($body:tt)* }) => {
        #[traced(prefix = "orders", attrs(id = 7))]
        impl $ty {
            $($body)*
        }
    };
}

whole! {
    Orders {
        const LIMIT: u8 = 9;

        fn place(&self) -> u8 {
            self.0 + Self::LIMIT
        }

        async fn ship(&mut self, (a, _): (u8, u8)) -> u8 {
            pause().await;
            self.0 += a;
            self.0
        }

        #[traced(skip)]
        fn skipped(&self) -> u8 {
            self.0
        }
    }
}

#[traced]
impl p::fmt::Display for Orders {
    fn fmt(&self, f: &mut p::fmt::Formatter<'_>) -> p::fmt::Result {
        f.write_str("orders")
    }
}

#[traced]
pub trait Named {
    const NAME: &'static str;

    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn other(&self) -> &'static str;
}

#[traced]
impl Named for Orders {
    const NAME: &'static str = "orders";

    fn other(&self) -> &'static str {
        self.name()
    }
}

#[traced]
mod inline {
    pub fn place(a: u8) -> u8 {
        deeper::place(a)
    }

    mod deeper {
        pub fn place(a: u8) -> u8 {
            a
        }
    }
}

#[traced]
fn with_blocks(a: u8) -> p::Result<u8, p::String> {
    let twice = span!("generated.twice", { a * 2 });
    let tried: u8 = span!("generated.tried", attrs(a = a), {
        if a == 0 {
            return p::Err(p::String::from("zero"));
        }
        p::Ok(a)
    })?;
    p::Ok(twice + tried)
}

#[traced]
async fn with_async_blocks(text: &str) -> usize {
    let length = span!("generated.length", async {
        pause().await;
        text.len()
    });
    length.await
}

pub async fn check() -> usize {
    p::assert_eq!(from_parts(1, 2), 3);
    p::assert_eq!(early(0), 1);
    p::assert_eq!(from_an_expression().await, 2);
    p::assert_eq!(two_names(1), 2);
    p::assert_eq!(item(1), 1);
    p::assert_eq!(async_item((1, 2)).await, 1);
    p::assert_eq!(typed((1, 2), "a"), p::Ok("a"));
    p::assert_eq!(conditional(), 1);
    p::assert_eq!(conditional_attributes().await, 1);
    let mut orders = Orders(1);
    p::assert_eq!(orders.place(), 10);
    p::assert_eq!(orders.ship((1, 2)).await, 2);
    p::assert_eq!(orders.skipped(), 2);
    p::assert_eq!(orders.to_string(), "orders");
    p::assert_eq!(orders.other(), "orders");
    p::assert_eq!(inline::place(1), 1);
    p::assert_eq!(with_blocks(1), p::Ok(3));
    p::assert_eq!(with_async_blocks("ab").await, 2);
    21
}
