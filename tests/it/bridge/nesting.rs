//! All nestings of `#[traced]`, OpenTelemetry's own API and `tracing`: one connected tree.

use std::fmt::Write as _;
use std::future::Future;
use std::pin::Pin;

use traced::context::Context;
use traced::opentelemetry::global;
use traced::opentelemetry::trace::{FutureExt as _, TraceContextExt as _, Tracer as _};
use traced::testing::{Recorded, assert_tree, record, record_sync};
use traced::{task, traced};
use tracing::dispatcher::with_default;
use tracing::{Dispatch, Instrument as _, info_span};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

use super::{bridge, bridge_of_all, on_both_runtimes};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Maker {
    Traced,
    Raw,
    Tracing,
}
use Maker::{Raw, Traced, Tracing};

const ORDERS: [[Maker; 3]; 6] = [
    [Traced, Raw, Tracing],
    [Traced, Tracing, Raw],
    [Raw, Traced, Tracing],
    [Raw, Tracing, Traced],
    [Tracing, Traced, Raw],
    [Tracing, Raw, Traced],
];

/// Twice around, so that each maker also stands in what the others have nested.
fn twice(order: [Maker; 3]) -> Vec<Maker> {
    [order, order].concat()
}

/// How the inside of a span is reached.
#[derive(Clone, Copy, Debug)]
enum Step {
    Awaited,
    /// By `traced::task::spawn`.
    Spawned,
    /// By tokio's own, if what it spawns is a `#[traced]` function.
    SpawnedRaw,
    /// On a thread of its own.
    Thread,
}

/// Who else may have set up `tracing`: this crate's bridge, or plain tracing-opentelemetry.
fn subscribers() -> [Dispatch; 3] {
    // Without the attributes of its own that would be in the tree.
    let plain = tracing_opentelemetry::layer()
        .with_tracer(global::tracer("plain"))
        .with_threads(false)
        .with_target(false)
        .with_location(false)
        .with_tracked_inactivity(false);
    let plain = Dispatch::new(registry().with(plain));
    [bridge(), bridge_of_all(), plain]
}

#[traced("traced")]
fn traced_sync(inner: &[Maker], step: Step) {
    sync(inner, step);
}

fn sync(makers: &[Maker], step: Step) {
    let Some((maker, inner)) = makers.split_first() else {
        return;
    };
    let next = || match step {
        Step::Thread => traced::thread::scope(|scope| {
            let subscriber = tracing::dispatcher::get_default(Dispatch::clone);
            scope.spawn(move || with_default(&subscriber, || sync(inner, step)));
        }),
        _ => sync(inner, step),
    };
    match maker {
        Traced => traced_sync(inner, step),
        Raw => global::tracer("raw").in_span("raw", |_| next()),
        Tracing => info_span!("tracing").in_scope(next),
    }
}

type Boxed = Pin<Box<dyn Future<Output = ()> + Send>>;

#[traced("traced")]
async fn traced_async(inner: Vec<Maker>, step: Step) {
    go_on(inner, step).await;
}

/// What is inside, reached as `step` says.
async fn go_on(inner: Vec<Maker>, step: Step) {
    let is_traced = inner.first() == Some(&Traced);
    let inner = nested(&inner, step);
    match step {
        Step::Spawned => task::spawn(inner).await.expect("no panic"),
        Step::SpawnedRaw if is_traced => tokio::spawn(inner).await.expect("no panic"),
        _ => inner.await,
    }
}

fn nested(makers: &[Maker], step: Step) -> Boxed {
    let Some((&maker, inner)) = makers.split_first() else {
        return Box::pin(async {});
    };
    let inner = inner.to_vec();
    match maker {
        Traced => Box::pin(traced_async(inner, step)),
        Raw => Box::pin(async move {
            let cx = Context::current_with_span(global::tracer("raw").start("raw"));
            go_on(inner, step).with_context(cx.clone()).await;
            cx.span().end();
        }),
        Tracing => Box::pin(go_on(inner, step).instrument(info_span!("tracing"))),
    }
}

fn check(makers: &[Maker], step: Step, recorded: &Recorded<()>) {
    let mut expected = String::new();
    for (depth, maker) in makers.iter().enumerate() {
        let name = match maker {
            Traced => "traced",
            Raw => "raw",
            Tracing => "tracing",
        };
        let indent = "  ".repeat(depth);
        let _ = writeln!(expected, "{indent}{name}");
    }
    assert_eq!(recorded.tree(), expected, "{makers:?} {step:?}");
    recorded.assert_connected();
}

#[test]
fn all_orders_of_synchronous_code_are_one_tree() {
    // The test kit's global provider is there before the plain layer asks for a tracer.
    record_sync(|| ());
    for subscriber in subscribers() {
        for makers in ORDERS.map(twice) {
            for step in [Step::Awaited, Step::Thread] {
                let recorded = with_default(&subscriber, || record_sync(|| sync(&makers, step)));
                check(&makers, step, &recorded);
            }
        }
    }
}

#[test]
fn all_orders_of_asynchronous_code_are_one_tree_across_spawns() {
    record_sync(|| ());
    for subscriber in subscribers() {
        on_both_runtimes(&subscriber, || async {
            for makers in ORDERS.map(twice) {
                for step in [Step::Awaited, Step::Spawned, Step::SpawnedRaw] {
                    let work = async { nested(&makers, step).await };
                    let recorded = record(work).await;
                    check(&makers, step, &recorded);
                }
            }
            let bare = |cx: &Context| !cx.has_active_span();
            assert!(Context::map_current(bare), "a context was left behind");
        });
    }
}

#[test]
fn siblings_that_take_turns_do_not_mix() {
    #[traced("traced")]
    async fn in_turns(n: u32) {
        for _ in 0..n {
            tokio::task::yield_now().await;
            info_span!("tracing").in_scope(|| traced_sync(&[], Step::Awaited));
        }
    }
    on_both_runtimes(&bridge(), || async {
        let recorded = record(async {
            let all = async {
                let one = in_turns(2).instrument(info_span!("one"));
                let other = in_turns(3).instrument(info_span!("other"));
                tokio::join!(one, other);
            };
            all.instrument(info_span!("all")).await;
        })
        .await;
        assert_tree!(
            recorded,
            "
            all
              one
                traced
                  tracing
                    traced
                  tracing
                    traced
              other
                traced
                  tracing
                    traced
                  tracing
                    traced
                  tracing
                    traced
            "
        );
    });
}
