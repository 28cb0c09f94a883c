#![deny(
    warnings,
    unused,
    rust_2018_idioms,
    elided_lifetimes_in_paths,
    single_use_lifetimes,
    unused_lifetimes,
    unused_parens,
    unused_qualifications,
    trivial_casts
)]
//! Return types in all forms: a body that is a closure says each of them.
use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::fmt::Debug;
use traced::traced;
pub struct S {
    r: RefCell<u64>,
    f: fn(u8) -> u8,
    v: Vec<u8>,
}
impl S {
    #[traced]
    pub fn a(&self) -> Ref<'_, u64> {
        self.r.borrow()
    }
    #[traced]
    pub fn b(&self) -> fn(u8) -> u8 {
        self.f
    }
    #[traced]
    pub fn c(&self) -> &(dyn Debug + Send) {
        &1u8
    }
    #[traced]
    pub fn d(&mut self) -> Option<&mut u8> {
        self.v.first_mut()
    }
    #[traced]
    pub fn e<'a>(&self, x: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(x)
    }
    #[traced]
    pub fn f<const N: usize>(&self) -> [u8; N] {
        [0; N]
    }
    #[traced]
    pub fn g(&self) -> Result<impl Iterator<Item = &u8>, Box<dyn std::error::Error + Send + Sync>> {
        Ok(self.v.iter())
    }
    #[traced]
    pub fn h(&self) -> (impl Debug + '_, impl Debug) {
        (&self.v, 1)
    }
    #[traced]
    pub fn i(&self) -> <Vec<u8> as IntoIterator>::IntoIter {
        vec![1].into_iter()
    }
    #[traced]
    pub fn j(&self) -> Box<dyn Fn(&u8) -> &u8 + '_> {
        Box::new(|x| x)
    }
    #[traced]
    pub fn k(self) -> Self {
        self
    }
    #[traced]
    pub fn l(&self) -> *const u8 {
        std::ptr::null()
    }
    #[traced]
    pub fn m(&self) -> for<'a> fn(&'a u8) -> &'a u8 {
        |x| x
    }
    #[traced]
    pub fn n(&self) -> std::convert::Infallible {
        loop {}
    }
    #[traced]
    pub fn o(&mut self) -> impl Iterator<Item = &mut u8> {
        self.v.iter_mut()
    }
    #[traced]
    pub fn p<T: Default>(&self) -> T {
        T::default()
    }
    #[traced]
    pub fn q(&self) -> Option<Box<dyn Debug>> {
        if self.v.is_empty() {
            return None;
        }
        Some(Box::new(1))
    }
    #[traced]
    pub fn r(&self) -> &[u8] {
        &[1, 2]
    }
    #[traced]
    pub fn s(&self, x: bool) -> &dyn Debug {
        if x { &1u8 } else { &"x" }
    }
    #[traced]
    pub fn t(&mut self) -> Result<&mut u8, String> {
        match self.v.first_mut() {
            Some(x) => Ok(x),
            None => Err(String::new()),
        }
    }
    #[traced]
    pub fn u(&self) -> () {}
}
macro_rules! m {
    ($n:ident, $t:ty, $e:expr) => {
        #[traced]
        pub fn $n() -> $t {
            $e
        }
    };
}
m!(aa, Vec<u8>, vec![1]);
m!(bb, Box<dyn Fn() -> u8>, Box::new(|| 1));
m!(cc, impl Debug, 1);
fn main() {}
