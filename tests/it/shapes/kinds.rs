//! Names, kinds, leaves: what the arguments say of the span itself.

use traced::testing::{assert_tree, record, record_sync};
use traced::traced;

#[traced]
#[expect(non_snake_case, reason = "a name from an identifier is converted")]
fn PlaceOrder() {}

#[traced("order.place", kind = server)]
fn named() {
    PlaceOrder();
}

#[traced(name = "order.pack", kind = consumer)]
async fn asynchronous() {
    produce().await;
}

#[traced(kind = producer)]
async fn produce() {}

#[traced]
fn r#match() {}

#[traced(leaf, attrs(size = bytes.len()), ret(words = |words| *words))]
fn parse(bytes: &[u8]) -> usize {
    r#match();
    bytes.len() / 2
}

#[traced(root)]
fn parent_of_leaf() {
    assert_eq!(parse(b"abcd"), 2);
}

#[test]
fn a_name_is_given_or_made_from_the_function() {
    let recorded = record_sync(named);
    assert_tree!(
        recorded,
        "
        order.place [server]
          place_order
        "
    );
}

#[tokio::test]
async fn kinds() {
    let recorded = record(asynchronous()).await;
    assert_tree!(
        recorded,
        "
        order.pack [consumer]
          produce [producer]
        "
    );
}

#[test]
fn a_leaf_is_never_a_parent() {
    let recorded = record_sync(parent_of_leaf);
    assert_tree!(
        recorded,
        "
        parent_of_leaf
          parse {size=4, words=2}
          match
        "
    );
}

#[test]
fn co_1_the_place_is_known_in_the_site() {
    let recorded = record_sync(named);
    let span = recorded.span("order.place");
    let value = |key: &str| {
        let attribute = span.attributes.iter().find(|kv| kv.key.as_str() == key);
        attribute.map(|kv| kv.value.to_string())
    };
    assert_eq!(
        value("code.function.name").as_deref(),
        Some("it::shapes::kinds::named")
    );
    assert_eq!(value("code.file.path").as_deref(), Some(file!()));
    assert_eq!(
        span.instrumentation_scope.name(),
        env!("CARGO_PKG_NAME"),
        "the scope is the package that traces"
    );
}
