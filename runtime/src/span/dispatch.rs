//! Choosing, for any return type, how its outcome is read: by autoref.
//!
//! The macro can't know whether a type implements `Error`, only the type checker can. A
//! method call on `&&&&&&&Probe(..)` looks for an implementation at that many
//! references, then at one fewer, and so on: the first bound that holds wins. The order
//! is the order of the traits below.
#![allow(missing_docs, reason = "hidden: the traits explain themselves")]

use super::outcome::{ErrorType, Outcome};
use std::error::Error;
use std::fmt::{Debug, Display};
use std::ops::Deref;

/// A returned value whose outcome is asked for.
#[derive(Debug)]
pub struct Probe<'a, T: ?Sized>(pub &'a T);

/// `Err` of a type that names itself.
pub trait ViaErrorType {
    fn outcome(&self) -> Outcome;
}

impl<T, E: ErrorType> ViaErrorType for &&&&&&Probe<'_, Result<T, E>> {
    fn outcome(&self) -> Outcome {
        match self.0 {
            Ok(_) => Outcome::done(),
            Err(error) => Outcome::named(error),
        }
    }
}

/// `Err` of a type that is an `Error`.
pub trait ViaError {
    fn outcome(&self) -> Outcome;
}

impl<T, E: Error> ViaError for &&&&&Probe<'_, Result<T, E>> {
    fn outcome(&self) -> Outcome {
        match self.0 {
            Ok(_) => Outcome::done(),
            Err(error) => Outcome::error(error),
        }
    }
}

/// `Err` of a type that dereferences to an `Error`: `Box<dyn Error>`, anyhow, eyre.
pub trait ViaDeref {
    fn outcome(&self) -> Outcome;
}

impl<T, E: Deref<Target: Error>> ViaDeref for &&&&Probe<'_, Result<T, E>> {
    fn outcome(&self) -> Outcome {
        match self.0 {
            Ok(_) => Outcome::done(),
            Err(error) => Outcome::erased::<E>(&**error),
        }
    }
}

/// `Err` of a type that can be shown.
pub trait ViaDisplay {
    fn outcome(&self) -> Outcome;
}

impl<T, E: Display> ViaDisplay for &&&Probe<'_, Result<T, E>> {
    fn outcome(&self) -> Outcome {
        match self.0 {
            Ok(_) => Outcome::done(),
            Err(error) => Outcome::display(error),
        }
    }
}

/// `Err` of a type that can be debugged.
pub trait ViaDebug {
    fn outcome(&self) -> Outcome;
}

impl<T, E: Debug> ViaDebug for &&Probe<'_, Result<T, E>> {
    fn outcome(&self) -> Outcome {
        match self.0 {
            Ok(_) => Outcome::done(),
            Err(error) => Outcome::debug(error),
        }
    }
}

/// `Err` of any other type.
pub trait ViaResult {
    fn outcome(&self) -> Outcome;
}

impl<T, E> ViaResult for &Probe<'_, Result<T, E>> {
    fn outcome(&self) -> Outcome {
        match self.0 {
            Ok(_) => Outcome::done(),
            Err(_) => Outcome::opaque::<E>(),
        }
    }
}

/// Not a `Result`: always a success.
pub trait ViaAny {
    fn outcome(&self) -> Outcome;
}

impl<T: ?Sized> ViaAny for Probe<'_, T> {
    fn outcome(&self) -> Outcome {
        Outcome::done()
    }
}

/// A returned value whose success is asked for.
#[derive(Debug)]
pub struct Success<'a, T: ?Sized>(pub &'a T);

/// The `Ok` of a `Result`.
pub trait SuccessOfResult<'a, T> {
    fn success(&self) -> Option<&'a T>;
}

impl<'a, T, E> SuccessOfResult<'a, T> for &Success<'a, Result<T, E>> {
    fn success(&self) -> Option<&'a T> {
        self.0.as_ref().ok()
    }
}

/// Any other value.
pub trait SuccessOfAny<'a, T: ?Sized> {
    fn success(&self) -> Option<&'a T>;
}

impl<'a, T: ?Sized> SuccessOfAny<'a, T> for Success<'a, T> {
    fn success(&self) -> Option<&'a T> {
        Some(self.0)
    }
}
