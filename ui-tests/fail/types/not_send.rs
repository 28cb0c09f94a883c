use std::rc::Rc;
use traced::traced;

#[traced]
async fn f() {
    let rc = Rc::new(1);
    std::future::ready(()).await;
    drop(rc);
}

fn require_send(_: impl Send) {}

fn main() {
    require_send(f());
}
