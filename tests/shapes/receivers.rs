//! Methods: every receiver, and what is returned of it.

use crate::env::*;

#[derive(p::Debug, p::Clone, p::PartialEq)]
pub struct Order(pub u64);

impl Order {
    #[traced]
    fn associated(n: u64) -> Self {
        Self(n)
    }

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
    fn by_value(self) -> u64 {
        self.0
    }

    #[traced]
    fn by_mut_value(mut self) -> Self {
        self.0 += 1;
        self
    }

    #[traced]
    fn typed(self: &Self) -> u64 {
        self.0
    }

    #[traced]
    fn typed_mut(self: &mut Self) -> &mut u64 {
        &mut self.0
    }

    #[traced]
    fn boxed(self: p::Box<Self>) -> p::Box<Self> {
        self
    }

    #[traced]
    fn mut_boxed(mut self: p::Box<Self>) -> u64 {
        self.0 += 1;
        self.0
    }

    #[traced]
    fn rc(self: p::Rc<Self>) -> u64 {
        self.0
    }

    #[traced]
    fn arc(self: &p::Arc<Self>) -> p::Arc<Self> {
        p::Arc::clone(self)
    }

    #[traced]
    fn pinned(self: p::Pin<&mut Self>) -> &mut u64 {
        &mut self.get_mut().0
    }

    #[traced]
    fn lifetime<'a>(&'a self, other: &'a Self) -> [&'a u64; 2] {
        [&self.0, &other.0]
    }

    #[traced]
    fn try_mut(&mut self, ok: bool) -> p::Result<&mut u64, p::String> {
        if ok {
            p::Ok(&mut self.0)
        } else {
            p::Err("no".into())
        }
    }

    #[traced]
    fn option_mut(&mut self, some: bool) -> p::Option<&mut u64> {
        if some {
            return p::Some(&mut self.0);
        }
        p::None
    }

    #[traced]
    async fn async_ref(&self) -> &u64 {
        &self.0
    }

    #[traced]
    async fn async_mut(&mut self) -> &mut Self {
        self.0 += 1;
        self
    }

    #[traced]
    async fn async_value(mut self) -> Self {
        self.0 += 1;
        self
    }

    #[traced]
    async fn async_boxed(self: p::Box<Self>) -> u64 {
        self.0
    }

    #[traced]
    async fn async_rc(self: p::Rc<Self>) -> u64 {
        self.0
    }

    #[traced]
    async fn async_arc(self: p::Arc<Self>) -> p::Arc<Self> {
        self
    }

    #[traced]
    async fn async_pinned(mut self: p::Pin<&mut Self>) -> u64 {
        self.0 += 1;
        self.0
    }

    #[traced]
    async fn async_typed(self: &Self) -> u64 {
        self.0
    }

    #[traced]
    async fn async_try_mut(&mut self, ok: bool) -> p::Result<&mut u64, p::String> {
        if ok {
            p::Ok(&mut self.0)
        } else {
            p::Err("no".into())
        }
    }

    #[traced]
    async fn async_lifetime<'a>(&self, other: &'a Self) -> &'a u64 {
        let _ = self;
        &other.0
    }

    #[traced]
    async fn calls_itself(&self, n: u64) -> u64 {
        if n == 0 {
            self.0
        } else {
            p::Box::pin(self.calls_itself(n - 1)).await
        }
    }
}

pub async fn check() -> usize {
    let mut order = Order::associated(1);
    p::assert_eq!(*order.by_ref(), 1);
    p::assert_eq!(order.by_mut().by_mut().0, 3);
    p::assert_eq!(order.clone().by_value(), 3);
    p::assert_eq!(order.clone().by_mut_value(), Order(4));
    p::assert_eq!(order.typed(), 3);
    *order.typed_mut() = 1;
    p::assert_eq!(p::Box::new(order.clone()).boxed().mut_boxed(), 2);
    p::assert_eq!(p::Rc::new(order.clone()).rc(), 1);
    p::assert_eq!(p::Arc::new(order.clone()).arc().0, 1);
    p::assert_eq!(*p::Pin::new(&mut order).pinned(), 1);
    p::assert_eq!(order.lifetime(&Order(2)), [&1, &2]);
    *order.try_mut(true).expect("it is asked for") += 1;
    p::assert!(order.try_mut(false).is_err());
    *order.option_mut(true).expect("it is asked for") += 1;
    p::assert_eq!(*order.async_ref().await, 3);
    p::assert_eq!(order.async_mut().await.async_mut().await.0, 5);
    p::assert_eq!(order.clone().async_value().await, Order(6));
    p::assert_eq!(p::Box::new(order.clone()).async_boxed().await, 5);
    p::assert_eq!(p::Rc::new(order.clone()).async_rc().await, 5);
    p::assert_eq!(p::Arc::new(order.clone()).async_arc().await.0, 5);
    p::assert_eq!(p::Pin::new(&mut order).async_pinned().await, 6);
    p::assert_eq!(order.async_typed().await, 6);
    *order.async_try_mut(true).await.expect("it is asked for") += 1;
    p::assert!(order.async_try_mut(false).await.is_err());
    p::assert_eq!(*order.async_lifetime(&Order(9)).await, 9);
    p::assert_eq!(order.calls_itself(2).await, 7);
    32
}
