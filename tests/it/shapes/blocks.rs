//! `span!` and `record!`: what is traced and recorded inside of a function.

#![allow(
    clippy::redundant_closure_for_method_calls,
    clippy::useless_conversion,
    reason = "so the functions under test are written"
)]

use traced::opentelemetry::Context;
use traced::testing::{assert_tree, record, record_sync};
use traced::traced;

#[traced(late(order.status: string, order.tries: int, order.left: int), attrs(order.open = sku.len()))]
fn place(sku: &str) -> Result<usize, String> {
    traced::record!(order.tries = 1_u8);
    let length = traced::span!("order.validate", attrs(order.sku = sku), late(order.parts: string[]), {
        if sku.is_empty() {
            return Err("no sku".to_owned());
        }
        let parts: Vec<&str> = sku.split('-').collect();
        traced::record!(order.parts = parts);
        Ok(parts.len())
    })?;
    traced::record!(order.status = %length, order.left = None::<i64>);
    Ok(length)
}

#[test]
fn synchronous() {
    let recorded = record_sync(|| (place("a-b"), place("")));
    assert_eq!(recorded.output, (Ok(2), Err("no sku".to_owned())));
    assert_tree!(
        recorded,
        r#"
        place {order.open=3, order.status="2", order.tries=1}
          order.validate {order.parts=["a", "b"], order.sku="a-b"}
        place error "no sku" {error.type="_OTHER", order.open=0, order.tries=1}
          order.validate error "no sku" {error.type="_OTHER", order.sku=""}
            * exception {exception.message="no sku", exception.type="alloc::string::String"}
        "#
    );
}

async fn reserve(n: i64) -> Result<i64, String> {
    tokio::task::yield_now().await;
    if n > 1 {
        Err("none left".to_owned())
    } else {
        Ok(n)
    }
}

#[traced(late(order.left: int))]
async fn ship(n: i64) -> Result<i64, String> {
    let mut seen = 0;
    let left = traced::span!(
        "order.reserve",
        kind = client,
        ok_if = |e| e.is_empty(),
        ret(order.left = |n| n),
        async {
            seen += 1;
            let left = reserve(n).await?;
            Ok::<_, String>(left + seen)
        }
    )
    .await?;
    traced::record!(order.left = reserve(n).await?);
    let text = String::from("moved");
    let moved = traced::span!("order.move", async move { text.len() });
    assert_eq!(moved.await, 5);
    Ok(left)
}

#[tokio::test]
async fn asynchronous() {
    let recorded = record(async { (ship(1).await, ship(2).await) }).await;
    assert_eq!(recorded.output, (Ok(2), Err("none left".to_owned())));
    assert_tree!(
        recorded,
        r#"
        ship {order.left=1}
          order.reserve [client] {order.left=2}
          order.move
        ship error "none left" {error.type="_OTHER"}
          order.reserve [client] error "none left" {error.type="_OTHER"}
            * exception {exception.message="none left", exception.type="alloc::string::String"}
        "#
    );
}

#[traced("record.everywhere", late(a: int, b: double, c: boolean, d: string, e: int[], f: string))]
fn every_type() {
    let closure = |n: u64| traced::record!(a = n);
    closure(7);
    traced::record!(b = 0.5_f32, c = Some(true), e = [1, 2], f = ?"f");
    let macros = format!("{}", {
        traced::record!(d = String::from("D"));
        1
    });
    assert_eq!(macros, "1");
}

#[test]
fn every_type_is_declared() {
    let recorded = record_sync(every_type);
    assert_tree!(
        recorded,
        r#"record.everywhere {a=7, b=0.5, c=true, d="D", e=[1,2], f="\"f\""}"#
    );
}

#[traced(late(a: int))]
fn evaluates(evaluated: &mut bool) {
    traced::record!(
        a = {
            *evaluated = true;
            1
        }
    );
}

#[test]
fn nothing_is_computed_that_is_not_recorded() {
    let mut evaluated = false;
    {
        let _suppressed = Context::current().with_telemetry_suppressed().attach();
        evaluates(&mut evaluated);
    }
    assert!(!evaluated, "nothing records here");
    record_sync(|| evaluates(&mut evaluated));
    assert!(evaluated);
}

#[test]
fn a_block_outside_of_a_function_is_a_span_too() {
    let recorded = record_sync(|| {
        let mut log = vec![];
        for n in 0..3 {
            let twice = traced::span!("loop.step", kind = consumer, attrs(n = n), {
                log.push(n);
                if n == 1 {
                    return 0;
                }
                n * 2
            });
            log.push(twice);
        }
        log
    });
    assert_eq!(recorded.output, [0, 0, 1, 0, 2, 4]);
    assert_tree!(
        recorded,
        "
        loop.step [consumer] {n=0}
        loop.step [consumer] {n=1}
        loop.step [consumer] {n=2}
        "
    );
}

#[traced]
fn found_out_later(n: u8) -> Result<u8, String> {
    let twice: Result<u8, String> = traced::span!("types.let", { Ok(n * 2) });
    let boxed: Box<dyn std::fmt::Debug> = traced::span!("types.coerced", {
        if n == 0 {
            return Box::new("none");
        }
        Box::new(n)
    });
    assert_eq!(format!("{boxed:?}"), n.to_string());
    traced::span!("types.tail", {
        let twice = twice?;
        if twice > 2 {
            return Err("large".into());
        }
        Ok(twice.try_into().map_err(|_| "large")?)
    })
}

#[test]
fn the_type_is_that_which_is_expected() {
    let recorded = record_sync(|| (found_out_later(1), found_out_later(2)));
    assert_eq!(recorded.output, (Ok(2), Err("large".to_owned())));
}
