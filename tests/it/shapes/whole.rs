//! Whole items: each function of an `impl`, a trait or a module is traced.

#![allow(
    clippy::unused_self,
    reason = "so the functions under test are written"
)]

use traced::testing::{assert_tree, record, record_sync};
use traced::traced;

struct HttpOrders {
    id: u64,
}

macro_rules! unchanged {
    () => {
        2
    };
}

#[traced(attrs(order.id = self.id))]
impl HttpOrders {
    const LIMIT: usize = { 1 + 1 };

    const fn limit() -> usize {
        Self::LIMIT
    }

    fn place(&self) -> u64 {
        self.check() + unchanged!()
    }

    #[traced("order.verify", kind = client)]
    fn check(&self) -> u64 {
        self.id
    }

    #[traced(attrs(order.id = 9))]
    async fn ship(&self, #[attr("order.to")] to: &str) -> Result<(), String> {
        self.skipped();
        Err(to.to_owned())
    }

    #[traced(skip)]
    fn skipped(&self) -> usize {
        Self::limit()
    }

    #[cfg(any())]
    fn not_compiled(&self) -> Missing {}
}

#[tokio::test]
async fn an_impl() {
    let recorded = record(async {
        let orders = HttpOrders { id: 7 };
        orders.place();
        let _ = orders.ship("x").await;
    })
    .await;
    assert_tree!(
        recorded,
        r#"
        http_orders.place {order.id=7}
          order.verify [client] {order.id=7}
        http_orders.ship error "x" {error.type="_OTHER", order.id=9, order.to="x"}
          * exception {exception.message="x", exception.type="alloc::string::String"}
        "#
    );
    let span = recorded.span("http_orders.place");
    let function = span
        .attributes
        .iter()
        .find(|kv| kv.key.as_str() == "code.function.name");
    assert_eq!(
        function.map(|kv| kv.value.to_string()).as_deref(),
        Some("it::shapes::whole::HttpOrders::place")
    );
}

#[traced(prefix = "order", kind = producer)]
trait Store {
    const SIZE: usize;

    type Id;

    fn load(&self, id: Self::Id) -> usize;

    fn load_twice(&self, id: Self::Id) -> usize
    where
        Self::Id: Copy,
    {
        self.load(id) + self.load(id)
    }
}

#[traced]
impl Store for [u8; 2] {
    const SIZE: usize = 2;
    type Id = usize;

    fn load(&self, id: usize) -> usize {
        usize::from(self[id])
    }
}

struct Words<const N: usize>([u8; N]);

#[traced]
impl Store for Words<{ 1 + 1 }> {
    const SIZE: usize = 2;
    type Id = usize;

    fn load(&self, id: usize) -> usize {
        usize::from(self.0[id])
    }
}

#[traced(root)]
impl std::fmt::Display for Words<3> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

#[test]
fn traits() {
    let recorded = record_sync(|| {
        assert_eq!([3, 4].load_twice(1), 8);
        assert_eq!(Words([3, 4]).load(0), 3);
        assert_eq!(Words([1, 2, 3]).to_string(), "[1, 2, 3]");
        <Words<2> as Store>::SIZE + <[u8; 2] as Store>::SIZE
    });
    assert_tree!(
        recorded,
        "
        order.load_twice [producer]
          load
          load
        words.load
        words.fmt
        "
    );
}

#[traced]
mod shipping {
    #![allow(dead_code)]
    //! Documented inside.

    use std::fmt::Debug;

    pub(super) static NAME: &str = "x";

    pub(super) struct Parcel<T>(pub(super) T);

    pub(super) enum Size {
        Small,
    }

    macro_rules! function {
        ($name:ident) => {
            pub(super) fn $name() {}
        };
    }

    function!(from_a_macro);

    pub(super) fn send<T: Debug>(parcel: &Parcel<T>) -> String {
        from_a_macro();
        parcel.pack()
    }

    impl<T: Debug> Parcel<T> {
        pub(super) fn pack(&self) -> String {
            tape::cut();
            format!("{:?}", self.0)
        }
    }

    mod tape {
        pub(super) fn cut() {}
    }

    #[traced(skip)]
    impl Size {
        fn skipped(&self) {}
    }
}

#[traced(prefix = "shop")]
mod prefixed {
    pub(super) struct Order;

    pub(super) fn open() {
        Order.place();
        Order.drop_off();
    }

    impl Order {
        pub(super) fn place(&self) {}
    }

    #[traced(prefix = "parcel")]
    impl Order {
        pub(super) fn drop_off(&self) {}
    }
}

#[test]
fn modules() {
    let recorded = record_sync(|| {
        assert_eq!(shipping::send(&shipping::Parcel(shipping::NAME)), "\"x\"");
        prefixed::open();
    });
    assert_tree!(
        recorded,
        "
        shipping.send
          parcel.pack
            tape.cut
        shop.open
          shop.order.place
          shop.parcel.drop_off
        "
    );
}

struct Mail;

#[async_trait::async_trait]
trait Send {
    async fn send(&self, to: &str) -> usize;

    async fn send_later(&self, to: &str) -> usize;
}

#[traced]
#[async_trait::async_trait]
impl Send for Mail {
    async fn send(&self, #[attr("mail.to")] to: &str) -> usize {
        inner().await;
        to.len()
    }

    #[traced(skip)]
    async fn send_later(&self, to: &str) -> usize {
        self.send(to).await
    }
}

struct Pigeon;

#[async_trait::async_trait]
#[traced(prefix = "bird", attrs(mail.to = to))]
impl Send for Pigeon {
    async fn send(&self, to: &str) -> usize {
        inner().await;
        to.len()
    }

    async fn send_later(&self, to: &str) -> usize {
        self.send(to).await
    }
}

#[traced]
async fn inner() {
    tokio::task::yield_now().await;
}

#[traced("mail.spawns", root, allow(raw_spawn))]
async fn spawns() {
    let task = tokio::spawn(Pigeon.send("b"));
    assert_eq!(task.await.ok(), Some(1));
}

#[tokio::test]
async fn async_trait_in_both_orders() {
    let recorded = record(async {
        assert_eq!(Mail.send_later("ab").await, 2);
        assert_eq!(Pigeon.send_later("abc").await, 3);
        spawns().await;
    })
    .await;
    assert_tree!(
        recorded,
        r#"
        mail.send {mail.to="ab"}
          inner
        bird.send_later {mail.to="abc"}
          bird.send {mail.to="abc"}
            inner
        mail.spawns
          bird.send {mail.to="b"}
            inner
        "#
    );
}
