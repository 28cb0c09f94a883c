//! `async fn`: bodies, awaits, what lives across them, what is sent.

use crate::env::*;

#[traced]
async fn nothing() {}

#[traced]
async fn one_line(a: u8) -> u8 {
    a
}

#[traced]
pub async fn awaits(a: u8) -> u8 {
    pause().await;
    let b = one_line(a).await;
    pause().await;
    a + b
}

#[traced]
async fn early(a: u8) -> &'static str {
    if a == 0 {
        return "zero";
    }
    pause().await;
    for i in 0..a {
        if i == 2 {
            return "large";
        }
    }
    "some"
}

#[traced]
async fn labelled(limit: u8) -> u8 {
    'outer: loop {
        for i in 0..limit {
            pause().await;
            if i == 2 {
                break 'outer i;
            }
        }
        return 0;
    }
}

#[traced]
async fn borrows(text: &str, out: &mut p::Vec<p::String>) -> usize {
    out.push(text.into());
    pause().await;
    out.push(text.into());
    out.len()
}

#[traced]
async fn inner_items(a: u8) -> u8 {
    const ONE: u8 = 1;
    async fn add(a: u8) -> u8 {
        pause().await;
        a + ONE
    }
    add(a).await
}

#[traced]
async fn inner_attributes(a: u8) -> u8 {
    #![allow(unused_variables)]
    let unused = a;
    pause().await;
    a
}

#[traced]
async fn recursive(n: u64) -> u64 {
    if n == 0 {
        0
    } else {
        n + p::Box::pin(recursive(n - 1)).await
    }
}

#[traced]
async fn blocks(a: u8) -> u8 {
    let later = async {
        pause().await;
        a
    };
    let moved = async move { a };
    later.await + moved.await
}

#[traced]
async fn async_closure(a: u8) -> u8 {
    let add = async |b: u8| {
        pause().await;
        a + b
    };
    add(1).await + add(2).await
}

#[traced]
async fn r#match(r#in: u8) -> u8 {
    r#in
}

#[traced]
async fn größe(länge: u8) -> u8 {
    länge
}

/// Documented.
#[traced]
#[inline]
#[allow(clippy::unused_async)]
async fn attributed() {}

#[traced]
#[must_use]
async fn kept(a: u8) -> u8 {
    pause().await;
    a
}

#[traced]
#[must_use = "for a reason"]
async fn kept_reference<'a>(a: &'a str, _: &str) -> &'a str {
    pause().await;
    a
}

#[traced]
async unsafe fn not_safe(a: *const u8) -> u8 {
    // SAFETY: the caller says so.
    unsafe { *a }
}

#[traced]
pub(crate) async fn never(a: u8) -> ! {
    pause().await;
    p::panic::resume_unwind(p::Box::new(a))
}

#[traced]
async fn not_send(a: p::Rc<u8>) -> u8 {
    pause().await;
    *a
}

#[traced]
async fn sent(a: p::String) -> usize {
    let length = {
        let not_across = p::Rc::new(a.len());
        *not_across
    };
    pause().await;
    length
}

#[traced]
async fn spawned() -> usize {
    let task = p::tokio::spawn(sent("abc".into()));
    task.await.unwrap_or(0)
}

#[traced]
async fn joined() -> (u8, u8) {
    let mut first = p::Box::pin(awaits(1));
    let mut second = p::Box::pin(awaits(2));
    let mut done = (p::None, p::None);
    p::poll_fn(move |task| {
        if done.0.is_none() {
            if let p::Poll::Ready(a) = first.as_mut().poll(task) {
                done.0 = p::Some(a);
            }
        }
        if done.1.is_none() {
            if let p::Poll::Ready(b) = second.as_mut().poll(task) {
                done.1 = p::Some(b);
            }
        }
        match done {
            (p::Some(a), p::Some(b)) => p::Poll::Ready((a, b)),
            _ => p::Poll::Pending,
        }
    })
    .await
}

#[traced("shape.named", kind = consumer, attrs(a = a), late(b: int), ret(c = |c| *c), ok_if = |()| true)]
async fn every_argument(a: u8) -> p::Result<u8, ()> {
    record!(b = a + 1);
    pause().await;
    p::Ok(a)
}

#[traced(parent = cx)]
async fn explicit(cx: p::Context) -> p::Context {
    cx
}

#[traced(root, links = links)]
async fn linked(links: &[p::SpanContext]) -> usize {
    links.len()
}

#[traced]
async fn temporaries(text: &p::Mutex<p::String>) -> usize {
    let length = text.lock().map_or(0, |text| text.len());
    pause().await;
    length + text.lock().map_or(0, |text| text.len())
}

#[traced]
async fn streams(mut items: impl p::Iterator<Item = u8>) -> u8 {
    let mut sum = 0;
    while let p::Some(item) = items.next() {
        pause().await;
        sum += one_line(item).await;
    }
    sum
}

pub async fn check() -> usize {
    nothing().await;
    p::assert_eq!(one_line(1).await, 1);
    p::assert_eq!(awaits(1).await, 2);
    p::assert_eq!(
        [early(0).await, early(1).await, early(3).await],
        ["zero", "some", "large"]
    );
    p::assert_eq!(labelled(4).await, 2);
    let mut out = p::vec![];
    p::assert_eq!(borrows("a", &mut out).await, 2);
    p::assert_eq!(inner_items(1).await, 2);
    p::assert_eq!(inner_attributes(1).await, 1);
    p::assert_eq!(recursive(2).await, 3);
    p::assert_eq!(blocks(1).await, 2);
    p::assert_eq!(async_closure(1).await, 5);
    p::assert_eq!(r#match(1).await, 1);
    p::assert_eq!(größe(1).await, 1);
    attributed().await;
    p::assert_eq!(kept(1).await, 1);
    p::assert_eq!(kept_reference("a", "b").await, "a");
    // SAFETY: it points to a constant.
    p::assert_eq!(unsafe { not_safe(&1).await }, 1);
    let diverges = p::tokio::spawn(never(7)).await;
    p::assert!(diverges.is_err_and(|error| error.is_panic()));
    p::assert_eq!(not_send(p::Rc::new(1)).await, 1);
    p::assert_eq!(spawned().await, 3);
    p::assert_eq!(joined().await, (2, 4));
    p::assert_eq!(every_argument(7).await, p::Ok(7));
    explicit(p::Context::current()).await;
    p::assert_eq!(linked(&[]).await, 0);
    p::assert_eq!(temporaries(&p::Mutex::new("ab".into())).await, 4);
    p::assert_eq!(streams([1, 2].into_iter()).await, 3);
    38
}
