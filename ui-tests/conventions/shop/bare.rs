#![deny(warnings)]
#![no_implicit_prelude]

use ::traced::traced;

struct Orders {
    count: u8,
}

#[traced(prefix = "order", attrs(order.items = self.count), allow(unregistered_span))]
impl Orders {
    async fn list(&self, #[attr("order.id")] _id: &::core::primitive::str) {
        ::traced::record!(order.items = self.next().await);
    }

    #[traced(ret(http.response.status_code = |next| *next))]
    async fn next(&self) -> ::core::primitive::u8 {
        self.count
    }
}

pub fn use_all() {
    let _ = Orders { count: 1 }.list("o-1");
}
