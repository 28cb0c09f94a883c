//! Threads: children of the span that spawned them.

use std::panic::resume_unwind;

use traced::context;
use traced::testing::record_sync;
use traced::{thread, traced};

use super::{Dropped, blocking_work};

#[test]
fn a_spawned_thread() {
    #[traced]
    fn request() -> u8 {
        let thread = thread::spawn(|| {
            blocking_work();
            7
        });
        thread.join().expect("sound")
    }
    let recorded = record_sync(request);
    assert_eq!(recorded.output, 7);
    assert_eq!(recorded.tree(), "request\n  blocking_work\n");
}

#[test]
fn a_built_thread_has_its_name() {
    #[traced]
    fn request() -> Option<String> {
        let thread = thread::Builder::new()
            .name("packer".to_owned())
            .stack_size(256 * 1024)
            .spawn(|| {
                blocking_work();
                std::thread::current().name().map(str::to_owned)
            });
        thread.expect("it starts").join().expect("sound")
    }
    let recorded = record_sync(request);
    assert_eq!(recorded.output.as_deref(), Some("packer"));
    assert_eq!(recorded.tree(), "request\n  blocking_work\n");
}

#[test]
fn scoped_threads_borrow_and_nest() {
    #[traced]
    fn request() -> usize {
        let names = ["a", "b"];
        let counted = thread::scope(|scope| {
            let counter = thread::Builder::new()
                .spawn_scoped(scope, || names.len())
                .expect("it starts");
            let inner = scope.spawn(move || scope.spawn(blocking_work).join());
            inner.join().expect("sound").expect("sound");
            counter.join().expect("sound")
        });
        counted + names.len()
    }
    let recorded = record_sync(request);
    assert_eq!(recorded.output, 4);
    assert_eq!(recorded.tree(), "request\n  blocking_work\n");
}

#[test]
fn a_thread_that_panics_ends_its_spans() {
    #[traced]
    fn fragile() {
        let _on_drop = Dropped;
        resume_unwind(Box::new("porcelain"));
    }
    #[traced]
    fn request() -> &'static str {
        let payload = thread::spawn(fragile)
            .join()
            .expect_err("the panic comes out of `join`");
        payload.downcast_ref::<&str>().copied().unwrap_or_default()
    }
    let recorded = record_sync(request);
    assert_eq!(recorded.output, "porcelain");
    assert_eq!(
        recorded.tree(),
        "request\n  fragile panicked\n    dropped\n"
    );
}

#[test]
fn what_a_thread_returns_is_outside_of_its_context() {
    let recorded = record_sync(|| {
        let thread = thread::spawn(|| (blocking_work(), Dropped));
        context::run_in(&context::Context::new(), || {
            drop(thread.join().expect("sound"));
        });
    });
    assert_eq!(recorded.tree(), "blocking_work\ndropped orphan\n");
}

#[test]
fn a_closure_that_never_runs_is_dropped_in_its_context() {
    #[traced]
    fn request() {
        let on_drop = Dropped;
        let refused = thread::Builder::new()
            .stack_size(usize::MAX / 4)
            .spawn(move || drop(on_drop));
        assert!(refused.is_err());
    }
    assert_eq!(record_sync(request).tree(), "request\n  dropped\n");
}
