//! `#[instrument]` on each function, and `#[traced]` on the item that holds them.

#![allow(
    clippy::unused_self,
    reason = "so the functions under test are written"
)]

use traced::traced;
use tracing::instrument;

use super::{instrumented, traced, tree};

#[test]
fn each_method_of_an_implementation() {
    struct Old;
    impl Old {
        #[instrument(name = "order.place", skip_all)]
        fn place(&self) {
            self.check();
        }
        #[instrument(name = "order.check", skip_all)]
        fn check(&self) {}
    }
    struct Order;
    #[traced]
    impl Order {
        fn place(&self) {
            self.check();
        }
        fn check(&self) {}
    }
    let expected = tree(&instrumented(|| async { Old.place() }));
    assert_eq!(expected, "order.place\n  order.check\n");
    assert_eq!(tree(&traced(|| async { Order.place() })), expected);
}

#[test]
fn each_default_method_of_a_trait() {
    trait OldStore {
        #[instrument(name = "store.load", skip_all)]
        fn load(&self) -> Result<(), String> {
            self.check();
            self.commit()
        }
        #[instrument(name = "store.check", skip_all)]
        fn check(&self) {}
        fn commit(&self) -> Result<(), String>;
    }
    #[traced]
    trait Store {
        fn load(&self) -> Result<(), String> {
            self.check();
            self.commit()
        }
        fn check(&self) {}
        fn commit(&self) -> Result<(), String>;
    }
    struct Memory;
    impl OldStore for Memory {
        #[instrument(name = "memory.check", skip_all)]
        fn check(&self) {}
        fn commit(&self) -> Result<(), String> {
            Ok(())
        }
    }
    impl Store for Memory {
        #[traced("memory.check")]
        fn check(&self) {}
        fn commit(&self) -> Result<(), String> {
            Ok(())
        }
    }
    struct Plain;
    impl OldStore for Plain {
        fn check(&self) {}
        fn commit(&self) -> Result<(), String> {
            Ok(())
        }
    }
    impl Store for Plain {
        fn check(&self) {}
        fn commit(&self) -> Result<(), String> {
            Ok(())
        }
    }
    let old = instrumented(|| async { (OldStore::load(&Memory), OldStore::load(&Plain)) });
    let new = traced(|| async { (Store::load(&Memory), Store::load(&Plain)) });
    assert_eq!(tree(&old), "store.load\n  memory.check\nstore.load\n");
    assert_eq!(tree(&new), tree(&old));
}

#[test]
fn each_function_of_an_inline_module() {
    mod old {
        use tracing::instrument;

        #[instrument(name = "order.place", skip_all)]
        pub(super) async fn place(parts: u64) {
            validate::check(parts);
            Line.add(parts);
        }
        mod validate {
            #[tracing::instrument(name = "validate.check", skip_all, fields(order.parts = parts))]
            pub(super) fn check(parts: u64) {
                let _ = parts;
            }
        }
        struct Line;
        impl Line {
            #[instrument(name = "line.add", skip_all)]
            fn add(&self, _parts: u64) {}
        }
    }
    #[traced]
    mod order {
        pub(super) async fn place(parts: u64) {
            validate::check(parts);
            Line.add(parts);
        }
        mod validate {
            pub(super) fn check(#[attr("order.parts")] parts: u64) {}
        }
        struct Line;
        impl Line {
            fn add(&self, _parts: u64) {}
        }
        pub(super) const fn limit() -> u64 {
            3
        }
    }
    let old = instrumented(|| old::place(order::limit()));
    let new = traced(|| order::place(order::limit()));
    let text = tree(&old).replace("\"3\"", "I64(3)");
    assert_eq!(
        text,
        "order.place\n  validate.check order.parts=I64(3)\n  line.add\n"
    );
    assert_eq!(tree(&new), text);
}
