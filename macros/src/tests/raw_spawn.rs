//! Which spawns are found in a body, and which are none.

use crate::raw_spawn::find;

fn found(body: &str) -> Vec<&'static str> {
    let body = body.parse().expect("tokens");
    find(&body).iter().map(|raw| raw.written).collect()
}

#[test]
fn raw_spawns() {
    for (body, wanted) in [
        ("tokio::spawn(f())", &["tokio::spawn"][..]),
        (
            "::tokio::spawn(f()); tokio::spawn::<F>(f())",
            &["tokio::spawn", "tokio::spawn"],
        ),
        (
            "tokio::task::spawn_blocking(|| 1)",
            &["tokio::task::spawn_blocking"],
        ),
        (
            "let a = tokio::task::JoinSet::<Vec<fn() -> u8>>::new();",
            &["tokio::task::JoinSet::new"],
        ),
        (
            "tokio::select! { x = tokio::spawn(f()) => x }",
            &["tokio::spawn"],
        ),
        ("{ [ (std::thread::spawn(f)) ] }", &["std::thread::spawn"]),
        ("all.map(tokio::spawn)", &["tokio::spawn"]),
        (
            "tokio::spawn(tokio::spawn(f()).in_current_trace())",
            &["tokio::spawn"],
        ),
        ("#[allow(x)] tokio::spawn(f)", &["tokio::spawn"]),
        ("#[traced] fn g() {} tokio::spawn(f)", &["tokio::spawn"]),
        ("tokio::spawn(f().instrument)", &["tokio::spawn"]),
        (
            "tokio::spawn(async { f().in_current_trace().await })",
            &["tokio::spawn"],
        ),
    ] {
        assert_eq!(found(body), wanted, "{body}");
    }
}

#[test]
fn what_is_none() {
    for body in [
        "tokio::spawn(f().in_current_trace())",
        "tokio::spawn(f().traced(\"step\"),)",
        "tokio::spawn(f().with_context(cx))",
        "tokio::spawn(f().instrument(span))",
        "traced::task::spawn(f())",
        "task::spawn(f()); spawn(f()); JoinSet::new()",
        "my::tokio::spawn(f())",
        "use tokio::spawn; use tokio::{task::spawn_local, spawn as s};",
        "tokio::time::sleep(d)",
        "#[traced] async fn g() { tokio::spawn(f()) }",
        "#[traced::traced(\"a\")] fn g() -> [u8; 2] { tokio::spawn(f()) }",
        "traced::span!(\"a\", { tokio::spawn(f()) })",
        "\"tokio::spawn(f())\"",
        "a < b && c > d",
        "tokio::spawn::<",
    ] {
        let wanted: &[&str] = if body == "tokio::spawn::<" {
            &["tokio::spawn"]
        } else {
            &[]
        };
        assert_eq!(found(body), wanted, "{body}");
    }
}
