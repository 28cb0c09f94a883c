//! What stands in a body.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use traced::traced;

#[traced]
fn option_question(map: &HashMap<String, String>, key: &str) -> Option<usize> {
    let first = map.get(key)?;
    let second = map.get(first.as_str())?;
    Some(second.len())
}

#[traced]
fn nested_question(a: &str) -> Result<Option<u8>, std::num::ParseIntError> {
    let parse = |a: &str| -> Result<u8, std::num::ParseIntError> { a.parse() };
    Ok(a.split(',').next().map(parse).transpose()?)
}

#[traced]
fn control_flow(items: &[u8]) -> ControlFlow<u8> {
    items.iter().try_for_each(|&item| {
        if item > 2 {
            ControlFlow::Break(item)
        } else {
            ControlFlow::Continue(())
        }
    })?;
    ControlFlow::Continue(())
}

#[traced]
fn let_else(text: &str) -> Result<(&str, &str), String> {
    let Some((key, value)) = text.split_once('=') else {
        return Err(format!("`{text}` has no value"));
    };
    let ("a" | "b", true) = (key, !value.is_empty()) else {
        return Err("unknown".into());
    };
    Ok((key, value))
}

#[traced]
fn labelled_block(a: u8) -> &'static str {
    let word = 'word: {
        if a == 0 {
            break 'word "zero";
        }
        if a > 9 {
            break 'word "many";
        }
        "some"
    };
    word
}

#[traced]
async fn labelled_async(a: u8) -> u8 {
    'outer: for i in 0.. {
        for j in 0..a {
            if j == 2 {
                continue 'outer;
            }
            if i == 3 {
                break 'outer;
            }
            tokio::task::yield_now().await;
        }
        if i > 5 {
            return 1;
        }
    }
    a
}

#[traced]
fn tried(a: &str) -> Result<u8, String> {
    let tried = (|| {
        let (a, b) = a.split_once('+')?;
        Some(a.parse::<u8>().ok()? + b.parse::<u8>().ok()?)
    })();
    tried.ok_or_else(|| a.to_owned())
}

#[traced]
async fn tried_async(a: &str) -> Result<u8, String> {
    let tried: Result<u8, std::num::ParseIntError> = async {
        tokio::task::yield_now().await;
        Ok(a.parse::<u8>()? + 1)
    }
    .await;
    tried.map_err(|error| error.to_string())
}

#[traced]
async fn closures_of_every_sort(words: &[&str]) -> usize {
    let mut seen = Vec::new();
    let mut push = |word: &str| seen.push(word.to_owned());
    for word in words {
        push(word);
    }
    let length = async |word: &str| {
        tokio::task::yield_now().await;
        word.len()
    };
    let mut total = 0;
    for word in &seen {
        total += length(word).await;
    }
    let once = move || seen.len();
    total + once()
}

#[traced]
async fn select_and_join(a: u8) -> u8 {
    let ready = async { a };
    let never = std::future::pending::<u8>();
    let first = tokio::select! {
        biased;
        first = ready => first,
        second = never => second,
    };
    let (b, c) = tokio::join!(async { 1 }, async { 2 });
    let d = tokio::try_join!(async { Ok::<_, ()>(3) }, async { Ok(4) }).map_or(0, |(a, b)| a + b);
    first + b + c + d
}

#[traced]
async fn pinned_on_the_stack(a: u8) -> u8 {
    let future = async {
        tokio::task::yield_now().await;
        a
    };
    tokio::pin!(future);
    let pinned = std::pin::pin!(async { 1 });
    (&mut future).await + pinned.await
}

#[traced]
async fn holds_across(cell: &RefCell<Vec<u8>>) -> usize {
    let length = cell.borrow().len();
    tokio::task::yield_now().await;
    cell.borrow_mut().push(1);
    length
}

#[traced]
fn glob_shadows_the_return_type() -> Shape {
    mod inner {
        #[allow(non_camel_case_types, dead_code)]
        pub struct Shape;
        pub const SIDES: u8 = 3;
    }
    use inner::*;
    super::bodies::Shape(SIDES)
}

#[traced]
async fn item_shadows_the_return_type() -> Result<Shape, Failed> {
    #[derive(Debug)]
    #[allow(dead_code)]
    struct Shape;
    #[allow(dead_code)]
    enum Failed {}
    type Result<T> = std::result::Result<T, Failed>;
    let _: Option<Result<Shape>> = None;
    Ok(super::bodies::Shape(4))
}

#[traced]
fn variants_shadow_the_return_type() -> Color {
    #[allow(dead_code)]
    pub enum Names {
        Color,
        Other,
    }
    #[allow(unused_imports)]
    use Names::*;
    super::bodies::Color::Red
}

#[derive(Debug, PartialEq)]
pub struct Shape(u8);
#[derive(Debug, PartialEq)]
pub struct Failed;
#[derive(Debug, PartialEq)]
pub enum Color {
    Red,
}

#[traced]
fn body_is_a_macro(a: u8) -> String {
    format!("{a}{}", {
        let mut text = String::new();
        let _ = write!(text, "{a}");
        text
    })
}

#[traced]
fn body_is_a_match(a: Option<Result<u8, String>>) -> u8 {
    match a {
        Some(Ok(a @ 1..=9)) if a % 2 == 1 => a,
        Some(Ok(0 | 2)) => 0,
        Some(Ok(a)) => a / 2,
        Some(Err(text)) => u8::try_from(text.len()).unwrap_or(u8::MAX),
        None => return 1,
    }
}

#[traced]
fn body_is_an_assignment(a: &mut u8) {
    *a = 7
}

#[traced]
fn body_is_a_loop(mut a: u8) -> u8 {
    loop {
        a += 1;
        if a > 5 {
            break a;
        }
    }
}

#[traced]
fn body_is_a_struct(a: u8) -> Named {
    Named {
        a,
        ..Default::default()
    }
}

#[derive(Debug, Default, PartialEq)]
pub struct Named {
    a: u8,
    b: u8,
}

#[traced]
fn body_is_a_closure_call(a: u8) -> u8 {
    (|b: u8| a + b)(1)
}

#[traced]
fn body_is_a_range(a: usize) -> std::ops::RangeInclusive<usize> {
    1..=a
}

#[traced]
fn body_starts_with_a_brace(a: u8) -> u8 {
    { a }.max(1)
}

#[traced]
fn body_is_a_reference(a: &[u8]) -> &[u8] {
    &a[1..]
}

#[traced]
fn body_is_a_cast(a: u8) -> u64 {
    a as u64
}

#[traced]
fn body_is_if_let(a: Option<u8>) -> u8 {
    if let Some(a) = a { a + 1 } else { 0 }
}

#[traced]
fn body_is_const_block() -> usize {
    const { size_of::<u64>() }
}

#[traced]
fn body_is_unsafe(a: *const u8) -> u8 {
    // SAFETY: the test passes a reference.
    unsafe { *a }
}

#[traced]
fn returns_in_every_way(a: u8) -> u8 {
    let b: u8 = match a {
        0 => return 0,
        1 => loop {
            return 1;
        },
        2 => {
            return {
                let c = a;
                c
            };
        }
        n => n,
    };
    if b > 10 {
        return b;
    };
    return b + 1;
}

#[traced]
#[allow(dead_code)]
async fn never_written() -> Named {
    todo!()
}

#[traced]
#[allow(dead_code)]
fn never_written_either(_a: u8) -> Result<Named, String> {
    unimplemented!("later")
}

#[traced]
#[allow(dead_code)]
async fn never_ends() -> std::convert::Infallible {
    loop {
        tokio::task::yield_now().await;
    }
}

pub async fn check() -> usize {
    let map = HashMap::from([("a".to_owned(), "b".to_owned()), ("b".into(), "ccc".into())]);
    assert_eq!(option_question(&map, "a"), Some(3));
    assert_eq!(nested_question("1,2"), Ok(Some(1)));
    assert_eq!(control_flow(&[1, 3]), ControlFlow::Break(3));
    assert_eq!(let_else("a=1"), Ok(("a", "1")));
    assert_eq!(labelled_block(10), "many");
    assert_eq!(labelled_async(1).await, 1);
    assert_eq!(tried("1+2"), Ok(3));
    assert_eq!(tried_async("1").await, Ok(2));
    assert_eq!(closures_of_every_sort(&["a", "bc"]).await, 5);
    assert_eq!(select_and_join(1).await, 11);
    assert_eq!(pinned_on_the_stack(1).await, 2);
    assert_eq!(holds_across(&RefCell::default()).await, 0);
    assert_eq!(glob_shadows_the_return_type(), Shape(3));
    assert_eq!(item_shadows_the_return_type().await, Ok(Shape(4)));
    assert_eq!(variants_shadow_the_return_type(), Color::Red);
    assert_eq!(body_is_a_macro(1), "11");
    assert_eq!(body_is_a_match(Some(Ok(3))), 3);
    let mut a = 1;
    body_is_an_assignment(&mut a);
    assert_eq!(a, 7);
    assert_eq!(body_is_a_loop(1), 6);
    assert_eq!(body_is_a_struct(1), Named { a: 1, b: 0 });
    assert_eq!(body_is_a_closure_call(1), 2);
    assert_eq!(body_is_a_range(2), 1..=2);
    assert_eq!(body_starts_with_a_brace(0), 1);
    assert_eq!(body_is_a_reference(&[1, 2]), [2]);
    assert_eq!(body_is_a_cast(1), 1);
    assert_eq!(body_is_if_let(Some(1)), 2);
    assert_eq!(body_is_const_block(), 8);
    assert_eq!(body_is_unsafe(&1), 1);
    assert_eq!(returns_in_every_way(2), 2);
    29
}
