//! Below and above other macros, in each order that makes sense.

use rstest::{fixture, rstest};
use test_case::test_case;
use traced::traced;

#[traced]
#[test]
fn above_test() {
    assert_eq!(one(), 1);
}

#[test]
#[traced]
fn below_test() {
    assert_eq!(one(), 1);
}

#[traced]
#[test]
fn fallible() -> Result<(), Box<dyn std::error::Error>> {
    assert_eq!("1".parse::<u8>()?, 1);
    Ok(())
}

#[traced]
#[test]
#[should_panic(expected = "as it should")]
fn panics() {
    panic!("as it should");
}

#[traced]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn above_tokio_test() -> Result<(), String> {
    tokio::task::yield_now().await;
    Ok(())
}

#[traced]
#[tokio::main(flavor = "current_thread")]
async fn above_tokio_main(a: u8) -> u8 {
    tokio::task::yield_now().await;
    a
}

#[test]
fn tokio_main_runs() {
    assert_eq!(above_tokio_main(1), 1);
}

#[fixture]
#[traced]
fn one() -> u8 {
    1
}

#[traced]
#[fixture]
fn two(one: u8) -> u8 {
    one + 1
}

#[rstest]
#[case(1, "a")]
#[case::second(2, "ab")]
#[traced]
fn rstest_below(#[case] length: usize, #[case] text: &str, one: u8, #[values(1, 2)] more: u8) {
    assert_eq!(text.len(), length);
    assert!(one <= more);
}

#[traced]
#[rstest]
#[case(1)]
fn rstest_above(#[case] a: u8, two: u8) {
    assert_eq!(a + 1, two);
}

#[rstest]
#[case(1)]
#[tokio::test]
async fn rstest_async_beside(#[case] a: u8) {
    assert_eq!(traced_async(a).await, 1);
}

#[traced]
async fn traced_async(a: u8) -> u8 {
    a
}

#[traced]
#[rstest]
#[case(1)]
#[tokio::test]
async fn rstest_async_above(#[case] a: u8) -> Result<(), String> {
    tokio::task::yield_now().await;
    if a == 1 { Ok(()) } else { Err("no".into()) }
}

#[test_case(1, 2; "small")]
#[test_case(3, 4; "large")]
#[traced]
fn test_case_below(a: u8, b: u8) {
    assert_eq!(a + 1, b);
}

#[traced]
#[test_case(2 => 4)]
#[test_case(3 => 9)]
fn test_case_above(a: u8) -> u8 {
    a * a
}

#[traced]
#[test_case(1)]
#[tokio::test]
async fn test_case_async(a: u8) {
    assert_eq!(traced_async(a).await, 1);
}

#[tracing::instrument(skip_all)]
#[traced]
fn below_instrument(a: u8) -> u8 {
    a
}

#[traced]
#[tracing::instrument(skip_all, err)]
async fn above_instrument(a: u8) -> Result<u8, String> {
    Ok(a)
}

#[tokio::test]
async fn with_instrument() {
    assert_eq!(
        below_instrument(1) + above_instrument(1).await.unwrap_or(0),
        2
    );
}
