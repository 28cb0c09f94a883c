#[::async_trait::async_trait]
impl<T> ::shop::Store for ::shop::Orders<T> {
    const LIMIT: usize = 3;
    #[::traced::traced(
        __within(impl Orders, prefix = "order", attrs(order.id = self.id)),
    )]
    async fn load(&self, #[attr] id: u64) -> u64 {
        id
    }
    #[::traced::traced(
        __within(impl Orders, prefix = "order", attrs(order.id = self.id)),
        "order.verify",
        kind = client
    )]
    fn verify(&self) {}
    #[::traced::traced(
        __within(impl Orders, prefix = "order", attrs(order.id = self.id)),
        skip
    )]
    fn skipped(&self) {}
    const fn limit() -> usize {
        Self::LIMIT
    }
    ::shop::unchanged!();
}
