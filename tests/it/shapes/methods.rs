//! Methods, traits, generics: functions that belong to something.

use std::fmt::Debug;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use traced::testing::{assert_tree, record, record_sync};
use traced::traced;

#[derive(Clone, Debug, PartialEq)]
struct Order(u64);

impl Order {
    #[traced]
    fn by_ref(&self) -> &u64 {
        &self.0
    }

    #[traced]
    fn by_mut(&mut self) -> &mut Self {
        self.0 += 1;
        self
    }

    #[traced]
    fn by_value(mut self) -> Self {
        self.0 += 1;
        self
    }

    #[traced]
    fn boxed(self: Box<Self>) -> u64 {
        self.0
    }

    #[traced]
    async fn rc(self: Rc<Self>) -> u64 {
        self.0
    }

    #[traced]
    async fn arc(self: &Arc<Self>) -> u64 {
        self.0
    }

    #[traced]
    async fn pinned(mut self: Pin<&mut Self>) -> u64 {
        self.0 += 1;
        self.0
    }

    #[traced]
    async fn try_mut(&mut self, ok: bool) -> Result<&mut u64, String> {
        if ok {
            Ok(&mut self.0)
        } else {
            Err("no".to_owned())
        }
    }
}

#[tokio::test]
async fn every_receiver() {
    let recorded = record(async {
        let mut order = Order(1);
        assert_eq!(*order.by_ref(), 1);
        assert_eq!(order.by_mut().by_mut().0, 3);
        *order.try_mut(true).await.expect("ok") += 1;
        assert_eq!(order.clone().by_value(), Order(5));
        assert_eq!(Pin::new(&mut order).pinned().await, 5);
        assert_eq!(Arc::new(order.clone()).arc().await, 5);
        assert_eq!(Rc::new(order.clone()).rc().await, 5);
        Box::new(order).boxed()
    })
    .await;
    assert_eq!(recorded.output, 5);
    assert_tree!(
        recorded,
        "
        by_ref
        by_mut
        by_mut
        try_mut
        by_value
        pinned
        arc
        rc
        boxed
        "
    );
}

trait Store {
    fn load(&self, id: u64) -> impl Future<Output = Option<Order>> + Send;

    #[traced]
    fn name(&self) -> String {
        "store".to_owned()
    }

    async fn count(&self) -> usize;
}

struct Memory(Vec<Order>);

impl Store for Memory {
    #[traced(attrs(id = id))]
    async fn load(&self, id: u64) -> Option<Order> {
        self.0.iter().find(|order| order.0 == id).cloned()
    }

    #[traced]
    async fn count(&self) -> usize {
        self.0.len()
    }
}

#[async_trait::async_trait]
trait Sender: Send + Sync {
    async fn send(&self, text: &str) -> Result<usize, String>;

    #[traced]
    async fn send_twice(&self, text: &str) -> Result<usize, String> {
        Ok(self.send(text).await? + self.send(text).await?)
    }
}

#[async_trait::async_trait]
impl Sender for Memory {
    #[traced("mail.send", kind = client, attrs(mail.store = self.0.len()))]
    async fn send(&self, #[attr("mail.text")] text: &str) -> Result<usize, String> {
        if text.is_empty() {
            return Err("empty".to_owned());
        }
        Ok(text.len())
    }
}

#[tokio::test]
async fn methods_of_traits() {
    let recorded = record(async {
        let memory = Memory(vec![Order(7)]);
        assert_eq!(memory.load(7).await, Some(Order(7)));
        assert_eq!((memory.name().as_str(), memory.count().await), ("store", 1));
        let sender: &dyn Sender = &memory;
        assert_eq!(sender.send_twice("hi").await, Ok(4));
    })
    .await;
    assert_tree!(
        recorded,
        r#"
        load {id=7}
        name
        count
        send_twice
          mail.send [client] {mail.store=1, mail.text="hi"}
          mail.send [client] {mail.store=1, mail.text="hi"}
        "#
    );
}

#[traced]
fn generic<T, const N: usize>(value: &T) -> [T; N]
where
    T: Clone + Debug,
{
    std::array::from_fn(|_| value.clone())
}

#[traced]
async fn borrows<'a, F>(text: &'a str, _unused: &str, f: F) -> impl Iterator<Item = char> + 'a
where
    F: for<'b> Fn(&'b str) -> &'b str,
{
    f(text).chars()
}

#[traced]
fn coerced(number: bool) -> Box<dyn Debug> {
    if number { Box::new(1) } else { Box::new("one") }
}

#[traced]
async fn coerced_async(number: bool) -> Box<dyn Debug> {
    if number {
        return Box::new(1);
    }
    Box::new("one")
}

#[traced]
fn recursive(n: u64) -> u64 {
    if n == 0 { 0 } else { n + recursive(n - 1) }
}

#[tokio::test]
async fn generics_and_coercions() {
    let recorded = record(async {
        assert_eq!(generic::<_, 2>(&7), [7, 7]);
        let chars: Vec<_> = borrows("ab", "", str::trim).await.collect();
        assert_eq!(chars, ['a', 'b']);
        assert_eq!(format!("{:?}", coerced(true)), "1");
        assert_eq!(format!("{:?}", coerced_async(false).await), "\"one\"");
        assert_eq!(recursive(2), 3);
    })
    .await;
    assert_tree!(
        recorded,
        "
        generic
        borrows
        coerced
        coerced_async
        recursive
          recursive
            recursive
        "
    );
}

#[traced]
extern "C" fn with_abi(n: u8) -> u8 {
    n + 1
}

#[traced]
unsafe fn not_safe(n: *const u8) -> u8 {
    unsafe { *n }
}

#[traced]
#[must_use]
async fn kept(n: u8) -> u8 {
    n
}

#[traced]
#[tokio::test]
async fn above_a_test_attribute() {
    let recorded = record(kept(1)).await;
    assert_tree!(recorded, "kept");
}

#[test]
fn the_signature_keeps_its_meaning() {
    let recorded = record_sync(|| {
        let pointer: extern "C" fn(u8) -> u8 = with_abi;
        // SAFETY: it points to a local.
        pointer(1) + unsafe { not_safe(&1) }
    });
    assert_eq!(recorded.output, 3);
    assert_tree!(
        recorded,
        "
        with_abi
        not_safe
        "
    );
}
