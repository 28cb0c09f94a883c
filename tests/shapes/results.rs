//! Everything that may stand where an error does.

use crate::env::*;
use p::error::Error;
use p::fmt;

#[derive(p::Debug)]
pub struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed")
    }
}

impl Error for Failed {}

pub struct OnlyDisplay;

impl fmt::Display for OnlyDisplay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("shown")
    }
}

#[derive(p::Debug)]
pub struct OnlyDebug;

pub struct Neither;

#[derive(p::Debug, ErrorType)]
pub enum Named {
    #[allow(dead_code)]
    First,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("named")
    }
}

impl Error for Named {}

type Alias<T> = p::Result<T, Failed>;
type Both<T, E = Failed> = p::Result<T, E>;

/// Each in both forms.
macro_rules! both {
    ($($sync:ident $asynchronous:ident: $output:ty = $value:expr;)*) => {
        $(
            #[traced]
            fn $sync() -> $output {
                $value
            }

            #[traced]
            async fn $asynchronous() -> $output {
                pause().await;
                $value
            }
        )*

        async fn each() -> usize {
            let mut spans = 0;
            $(
                let _ = $sync();
                let _ = $asynchronous().await;
                spans += 2;
            )*
            spans
        }
    };
}

both! {
    error a_error: p::Result<(), Failed> = p::Err(Failed);
    named a_named: p::Result<(), Named> = p::Err(Named::First);
    display a_display: p::Result<(), OnlyDisplay> = p::Err(OnlyDisplay);
    debug a_debug: p::Result<(), OnlyDebug> = p::Err(OnlyDebug);
    neither a_neither: p::Result<(), Neither> = p::Err(Neither);
    text a_text: p::Result<(), p::String> = p::Err("text".into());
    literal a_literal: p::Result<u8, &'static str> = p::Err("literal");
    unit a_unit: p::Result<(), ()> = p::Err(());
    number a_number: p::Result<(), u8> = p::Err(1);
    boxed a_boxed: p::Result<(), p::Box<dyn Error>> = p::Err("boxed".into());
    boxed_send a_boxed_send: p::Result<(), p::Box<dyn Error + p::Send + p::Sync>> = p::Err("sent".into());
    boxed_own a_boxed_own: p::Result<(), p::Box<Failed>> = p::Err(p::Box::new(Failed));
    shared a_shared: p::Result<(), p::Arc<Failed>> = p::Err(p::Arc::new(Failed));
    fixed a_fixed: p::Result<(), &'static dyn Error> = p::Err(&Failed);
    anyhow a_anyhow: p::anyhow::Result<()> = p::Err(p::anyhow::Error::new(Failed).context("outer"));
    io a_io: p::io::Result<()> = p::Err(p::io::Error::other("io"));
    formatted a_formatted: fmt::Result = p::Err(fmt::Error);
    aliased a_aliased: Alias<u8> = p::Err(Failed);
    aliased_default a_aliased_default: Both<u8> = p::Err(Failed);
    aliased_other a_aliased_other: Both<u8, p::String> = p::Err("x".into());
    rooted a_rooted: ::core::result::Result<u8, Failed> = p::Err(Failed);
    infallible a_infallible: p::Result<u8, p::Infallible> = p::Ok(1);
    nested a_nested: p::Result<p::Result<u8, Failed>, Neither> = p::Ok(p::Err(Failed));
    nested_err a_nested_err: p::Result<u8, p::Result<u8, Failed>> = p::Err(p::Err(Failed));
    option a_option: p::Option<p::Result<u8, Failed>> = p::Some(p::Err(Failed));
    transposed a_transposed: p::Result<p::Option<u8>, Failed> = p::Ok(p::None);
    poll a_poll: p::Poll<p::Result<u8, Failed>> = p::Poll::Pending;
    flow a_flow: p::ControlFlow<Failed, u8> = p::ControlFlow::Break(Failed);
    tuple a_tuple: (p::Result<u8, Failed>, u8) = (p::Err(Failed), 1);
}

#[traced]
fn generic<T, E>(result: p::Result<T, E>) -> p::Result<T, E> {
    result
}

#[traced]
fn generic_bound<E: Error>(error: E) -> p::Result<(), E> {
    p::Err(error)
}

#[traced]
fn borrowed<'a>(text: &'a str) -> p::Result<u8, &'a str> {
    text.parse().map_err(|_| text)
}

#[traced]
fn impl_error() -> p::Result<(), impl Error> {
    p::Err(Failed)
}

#[traced]
fn question_mark(text: &str) -> p::Result<u8, p::Box<dyn Error>> {
    let number: u8 = text.parse()?;
    if number == 0 {
        p::Err(Failed)?;
    }
    p::Ok(number)
}

#[traced]
fn question_option(text: &str) -> p::Option<u8> {
    let first = text.chars().next()?;
    p::Some(u8::try_from(first.to_digit(10)?).ok()?)
}

#[traced]
async fn async_question_mark(text: &str) -> p::anyhow::Result<u8> {
    pause().await;
    p::Ok(text.parse::<u8>()?)
}

#[traced]
async fn async_generic<T, E>(result: p::Result<T, E>) -> p::Result<T, E> {
    pause().await;
    result
}

#[traced(ok_if = |error| error.is_empty())]
fn expected(text: &str) -> p::Result<(), p::String> {
    p::Err(text.into())
}

pub async fn check() -> usize {
    let spans = each().await;
    p::assert!(generic::<u8, _>(p::Err(Neither)).is_err());
    p::assert!(generic_bound(Failed).is_err());
    p::assert_eq!(borrowed("x"), p::Err("x"));
    p::assert!(impl_error().is_err());
    p::assert_eq!(question_mark("7").ok(), p::Some(7));
    p::assert!(question_mark("0").is_err() && question_mark("x").is_err());
    p::assert_eq!(question_option("7"), p::Some(7));
    p::assert_eq!(async_question_mark("7").await.ok(), p::Some(7));
    p::assert!(async_generic::<u8, _>(p::Err(Neither)).await.is_err());
    p::assert!(expected("").is_err());
    spans + 11
}
