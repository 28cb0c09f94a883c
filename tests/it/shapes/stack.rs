//! What a layer costs: bytes in the future, and stack while it is polled.

#![allow(
    clippy::redundant_locals,
    reason = "so the functions under test are written"
)]

use std::pin::Pin;

use traced::testing::record;
use traced::traced;

#[traced]
fn nested(depth: usize) -> Pin<Box<dyn Future<Output = usize> + Send>> {
    Box::pin(async move {
        if depth == 0 {
            tokio::task::yield_now().await;
            return 0;
        }
        1 + asynchronous(depth - 1).await
    })
}

#[traced]
async fn asynchronous(depth: usize) -> usize {
    if depth == 0 {
        return 0;
    }
    let deeper = nested(depth - 1);
    1 + deeper.await
}

/// 200 futures that await each other, in the stack that a spawned thread has.
#[test]
fn two_hundred_nested_calls_fit_the_stack() {
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let depth = thread.spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let recorded = runtime
            .expect("a runtime without drivers")
            .block_on(record(asynchronous(200)));
        assert_eq!(recorded.spans().len(), 201);
        recorded.output
    });
    let depth = depth
        .expect("a thread")
        .join()
        .expect("the stack is large enough");
    assert_eq!(depth, 200);
}

macro_rules! layers {
    ($($plain:ident $annotated:ident: ($($arg:ident: $ty:ty = $value:expr),*) $body:block)*) => {
        mod layer {
            #![allow(clippy::unused_async)]
            use super::*;
            $(
                pub(super) async fn $plain($($arg: $ty),*) -> usize $body

                #[traced]
                pub(super) async fn $annotated($($arg: $ty),*) -> usize $body
            )*
        }

        #[test]
        fn a_layer_adds_at_most_48_bytes_to_the_future() {
            $(
                let plain = size_of_val(&layer::$plain($($value),*));
                let annotated = size_of_val(&layer::$annotated($($value),*));
                assert!(annotated <= plain + 48, "{}: {annotated} over {plain}", stringify!($plain));
            )*
        }
    };
}

async fn pause() {
    tokio::task::yield_now().await;
}

layers! {
    nothing t_nothing: () { 1 }
    awaits t_awaits: () {
        pause().await;
        1
    }
    argument t_argument: (a: [u8; 64] = [1; 64]) {
        pause().await;
        a.len()
    }
    local t_local: (a: usize = 7) {
        let large = [a; 128];
        pause().await;
        large.iter().sum()
    }
    moved t_moved: (a: String = String::new(), b: [u64; 8] = [0; 8]) {
        let a = a;
        pause().await;
        a.len() + b.len()
    }
    pattern t_pattern: (a: (String, u64) = (String::new(), 7)) {
        let (text, number) = a;
        pause().await;
        text.len() + usize::try_from(number).unwrap_or(0)
    }
}
