//! The end of the body: coercions, inference, temporaries, borrows that are given back.

use crate::env::*;
use p::fmt::{Debug, Display};

#[traced]
fn unsized_box(a: bool) -> p::Box<dyn Debug> {
    if a {
        p::Box::new(1)
    } else {
        p::Box::new("one")
    }
}

#[traced]
fn unsized_slice() -> &'static [u8] {
    &[1, 2, 3]
}

#[traced]
fn unsized_closure(a: u8) -> p::Box<dyn p::Fn(u8) -> u8> {
    p::Box::new(move |b| a + b)
}

#[traced]
fn dereferenced(a: &p::String) -> &str {
    a
}

#[traced]
fn reborrowed(a: &mut p::Vec<u8>) -> &mut [u8] {
    a.push(1);
    a
}

#[traced]
fn made_shared(a: &mut u8) -> &u8 {
    *a += 1;
    a
}

#[traced]
fn never_coerced(a: bool) -> u8 {
    if a {
        return 1;
    }
    p::panic::resume_unwind(p::Box::new(1))
}

#[traced]
fn pointer_coerced() -> fn(&str) -> usize {
    str::len
}

#[traced]
fn closure_to_pointer() -> fn(u8) -> u8 {
    |a| a + 1
}

#[traced]
fn collected(words: &[&str]) -> p::Vec<p::String> {
    words.iter().map(|word| word.to_string()).collect()
}

#[traced]
fn collected_result(words: &[&str]) -> p::Result<p::Vec<u8>, p::ParseIntError> {
    words.iter().map(|word| word.parse()).collect()
}

#[traced]
fn defaulted() -> (u8, p::String, p::Vec<u8>) {
    p::Default::default()
}

#[traced]
fn parsed(a: &str) -> u8 {
    a.parse().unwrap_or_default()
}

#[traced]
fn integer() -> u64 {
    1 << 40
}

#[traced]
fn into_it(a: &str) -> p::String {
    a.into()
}

#[traced]
fn inferred_none() -> p::Option<p::String> {
    p::None
}

#[traced]
fn temporary_at_the_tail(cell: &p::RefCell<p::Vec<u8>>) -> usize {
    cell.borrow().len()
}

#[traced]
fn temporary_of_a_local() -> usize {
    let cell = p::RefCell::new(p::vec![1, 2]);
    let length = cell.borrow().len();
    length
}

#[traced]
fn locked(text: &p::Mutex<p::String>) -> p::String {
    match text.lock() {
        p::Ok(text) => text.clone(),
        p::Err(_) => p::String::new(),
    }
}

#[traced]
fn if_let_lock(text: &p::Mutex<p::Option<u8>>) -> u8 {
    if let p::Ok(p::Some(a)) = text.lock().map(|a| *a) {
        a
    } else {
        0
    }
}

#[traced]
fn conditional_borrow(map: &mut p::BTreeMap<u8, u8>, key: u8) -> &mut u8 {
    if map.contains_key(&key) {
        return map.get_mut(&key).expect("it is there");
    }
    map.entry(key).or_insert(7)
}

#[traced]
fn two_borrows<'a>(a: &'a mut u8, b: &'a mut u8, first: bool) -> &'a mut u8 {
    if first { a } else { b }
}

#[traced]
fn struct_literal(a: u8) -> Named {
    Named { a, b: a + 1 }
}

#[traced]
fn reference_to_a_literal() -> &'static Named {
    &Named { a: 1, b: 2 }
}

#[traced]
fn range(a: u8) -> p::Range<u8> {
    0..a
}

#[traced]
fn negative(a: i8) -> i8 {
    -a
}

#[traced]
fn starts_like_a_statement(a: bool) -> u8 {
    (if a { 1 } else { 2 }) + 1
}

#[traced]
async fn async_unsized_box(a: bool) -> p::Box<dyn Debug + p::Send> {
    pause().await;
    if a {
        p::Box::new(1)
    } else {
        p::Box::new("one")
    }
}

#[traced]
async fn async_unsized_early(a: bool) -> p::Box<dyn Display> {
    if a {
        return p::Box::new(1);
    }
    pause().await;
    p::Box::new("one")
}

#[traced]
async fn async_dereferenced(a: &p::String) -> &str {
    pause().await;
    a
}

#[traced]
async fn async_reborrowed(a: &mut p::Vec<u8>) -> &mut [u8] {
    pause().await;
    a
}

#[traced]
async fn async_collected(words: &[&str]) -> p::Result<p::Vec<u8>, p::ParseIntError> {
    pause().await;
    words.iter().map(|word| word.parse()).collect()
}

#[traced]
async fn async_defaulted() -> (u8, p::String) {
    pause().await;
    p::Default::default()
}

#[traced]
async fn async_temporary(cell: &p::RefCell<p::Vec<u8>>) -> usize {
    pause().await;
    cell.borrow().len()
}

#[traced]
async fn async_pointer() -> fn(&str) -> usize {
    pause().await;
    str::len
}

#[derive(p::Debug, p::PartialEq)]
pub struct Named {
    a: u8,
    b: u8,
}

pub async fn check() -> usize {
    p::assert_eq!(
        p::format!("{:?}{:?}", unsized_box(true), unsized_box(false)),
        "1\"one\""
    );
    p::assert_eq!(unsized_slice(), [1, 2, 3]);
    p::assert_eq!(unsized_closure(1)(2), 3);
    p::assert_eq!(dereferenced(&"a".into()), "a");
    p::assert_eq!(reborrowed(&mut p::vec![]), [1]);
    p::assert_eq!(*made_shared(&mut 1), 2);
    p::assert_eq!(never_coerced(true), 1);
    p::assert_eq!(pointer_coerced()("abc"), 3);
    p::assert_eq!(closure_to_pointer()(1), 2);
    p::assert_eq!(collected(&["a"]), ["a"]);
    p::assert_eq!(collected_result(&["1", "2"]), p::Ok(p::vec![1, 2]));
    p::assert_eq!(defaulted(), (0, "".into(), p::vec![]));
    p::assert_eq!(parsed("7"), 7);
    p::assert_eq!(integer(), 1 << 40);
    p::assert_eq!(into_it("a"), "a");
    p::assert_eq!(inferred_none(), p::None);
    p::assert_eq!(temporary_at_the_tail(&p::RefCell::new(p::vec![1])), 1);
    p::assert_eq!(temporary_of_a_local(), 2);
    p::assert_eq!(locked(&p::Mutex::new("a".into())), "a");
    p::assert_eq!(if_let_lock(&p::Mutex::new(p::Some(1))), 1);
    let mut map = p::BTreeMap::new();
    *conditional_borrow(&mut map, 1) += 1;
    p::assert_eq!(*conditional_borrow(&mut map, 1), 8);
    p::assert_eq!(*two_borrows(&mut 1, &mut 2, false), 2);
    p::assert_eq!(struct_literal(1), *reference_to_a_literal());
    p::assert_eq!(range(2), 0..2);
    p::assert_eq!(negative(1), -1);
    p::assert_eq!(starts_like_a_statement(true), 2);
    p::assert_eq!(p::format!("{:?}", async_unsized_box(true).await), "1");
    p::assert_eq!(async_unsized_early(false).await.to_string(), "one");
    p::assert_eq!(async_dereferenced(&"a".into()).await, "a");
    p::assert_eq!(async_reborrowed(&mut p::vec![1]).await, [1]);
    p::assert_eq!(async_collected(&["1"]).await, p::Ok(p::vec![1]));
    p::assert_eq!(async_defaulted().await, (0, "".into()));
    p::assert_eq!(async_temporary(&p::RefCell::new(p::vec![1])).await, 1);
    p::assert_eq!(async_pointer().await("abc"), 3);
    37
}
