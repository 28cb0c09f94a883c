//! What is recorded of a result: any `Result`, any error type, and nothing else.

use std::error::Error;
use std::fmt;
use traced::testing::{record, record_sync};
use traced::traced;

#[derive(Debug)]
struct Declined {
    source: Option<std::io::Error>,
}

impl fmt::Display for Declined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("card declined")
    }
}

impl Error for Declined {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

#[test]
fn c_1_success_leaves_the_status_unset() {
    #[traced]
    fn fine() -> Result<u8, Declined> {
        Ok(1)
    }
    assert_eq!(record_sync(fine).tree(), "fine\n");
}

#[test]
fn c_2_an_error_is_status_and_error_type_and_one_event() {
    #[traced]
    fn pay() -> Result<(), Declined> {
        Err(Declined {
            source: Some(std::io::Error::other("no line to the bank")),
        })
    }
    assert_eq!(
        record_sync(pay).tree(),
        "pay error \"card declined\" {error.type=\"it::core::outcome::Declined\"}\n  \
         * exception {exception.message=\"card declined\", \
         exception.stacktrace=\"card declined\\nCaused by: no line to the bank\", \
         exception.type=\"it::core::outcome::Declined\"}\n"
    );
}

#[test]
fn ex_3_the_event_is_where_the_error_arose() {
    #[derive(Debug)]
    struct Failed(Declined);
    impl fmt::Display for Failed {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("checkout failed")
        }
    }
    impl Error for Failed {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[traced]
    fn pay() -> Result<(), Declined> {
        Err(Declined { source: None })
    }
    #[traced]
    fn place() -> Result<(), Declined> {
        pay()
    }
    #[traced]
    fn checkout() -> Result<(), Failed> {
        place().map_err(Failed)
    }
    let recorded = record_sync(checkout);
    let events = ["checkout", "place", "pay"].map(|name| recorded.span(name).events.len());
    assert_eq!(events, [0, 0, 1]);
    let descriptions = ["checkout", "place", "pay"].map(|name| recorded.span(name).status.clone());
    assert_eq!(
        descriptions,
        ["checkout failed", "card declined", "card declined"]
            .map(traced::opentelemetry::trace::Status::error)
    );
}

#[test]
fn c_4_an_error_that_was_handled_is_not_recorded_above() {
    #[traced]
    fn pay() -> Result<(), Declined> {
        Err(Declined { source: None })
    }
    #[traced]
    fn retry() -> Result<(), Declined> {
        let _ = pay();
        Ok(())
    }
    let recorded = record_sync(retry);
    assert_eq!(
        recorded.span("retry").status,
        traced::opentelemetry::trace::Status::Unset
    );
}

#[test]
fn an_unrelated_error_after_a_handled_one_has_its_own_event() {
    #[traced]
    fn pay() -> Result<(), Declined> {
        Err(Declined { source: None })
    }
    #[traced]
    fn place() -> Result<(), std::io::Error> {
        let _ = pay();
        Err(std::io::Error::other("disk full"))
    }
    assert_eq!(record_sync(place).span("place").events.len(), 1);
}

#[test]
fn errors_of_every_sort() {
    struct Opaque;
    #[derive(Debug)]
    struct OnlyDebug;

    #[traced]
    fn display() -> Result<(), &'static str> {
        Err("only text")
    }
    #[traced]
    fn debug() -> Result<(), OnlyDebug> {
        Err(OnlyDebug)
    }
    #[traced]
    fn opaque() -> Result<(), Opaque> {
        Err(Opaque)
    }
    #[traced]
    fn boxed() -> Result<(), Box<dyn Error + Send + Sync>> {
        Err("boxed".into())
    }
    #[traced]
    fn any_how() -> anyhow::Result<()> {
        anyhow::bail!("anyhow")
    }
    #[traced]
    fn generic<E: Error>(error: E) -> Result<(), E> {
        Err(error)
    }
    let recorded = record_sync(|| {
        let _ = (display(), debug(), opaque(), boxed(), any_how());
        let _ = generic(std::io::Error::other("generic"));
    });
    let heads = recorded.tree();
    let heads = heads
        .lines()
        .filter(|line| !line.contains("* exception"))
        .collect::<Vec<_>>();
    assert_eq!(
        heads,
        [
            "display error \"only text\" {error.type=\"_OTHER\"}",
            "debug error \"OnlyDebug\" \
             {error.type=\"it::core::outcome::errors_of_every_sort::OnlyDebug\"}",
            "opaque error {error.type=\"it::core::outcome::errors_of_every_sort::Opaque\"}",
            "boxed error \"boxed\" {error.type=\"_OTHER\"}",
            "any_how error \"anyhow\" {error.type=\"_OTHER\"}",
            "generic error \"generic\" {error.type=\"std::io::error::Error\"}",
        ]
    );
}

#[test]
fn what_is_not_a_result_is_a_success() {
    #[traced]
    fn option() -> Option<u8> {
        None
    }
    #[traced]
    fn poll() -> std::task::Poll<Result<(), Declined>> {
        std::task::Poll::Ready(Err(Declined { source: None }))
    }
    let recorded = record_sync(|| {
        let _ = (option(), poll());
    });
    assert_eq!(recorded.tree(), "option\npoll\n");
}

#[tokio::test]
async fn an_expected_error_is_no_error() {
    #[traced(ok_if = |e| e.source.is_none())]
    async fn find(lost: bool) -> Result<(), Declined> {
        let source = lost.then(|| std::io::Error::other("line"));
        Err(Declined { source })
    }
    let recorded = record(async {
        let _ = find(false).await;
        let _ = find(true).await;
    })
    .await;
    let statuses = recorded
        .spans()
        .iter()
        .map(|span| span.status.clone())
        .collect::<Vec<_>>();
    assert_eq!(
        statuses,
        [
            traced::opentelemetry::trace::Status::Unset,
            traced::opentelemetry::trace::Status::error("card declined"),
        ]
    );
}

#[tokio::test]
async fn attributes_from_the_returned_value() {
    struct Receipt {
        number: u32,
    }
    #[traced(ret(order.number = |r| r.number))]
    async fn place(fail: bool) -> Result<Receipt, Declined> {
        if fail {
            Err(Declined { source: None })
        } else {
            Ok(Receipt { number: 7 })
        }
    }
    #[traced(ret(text.length = |n| n))]
    fn length() -> usize {
        3
    }
    let recorded = record(async {
        let _ = place(false).await;
        length();
        let _ = place(true).await;
    })
    .await;
    let tree = recorded.tree();
    assert!(
        tree.starts_with("place {order.number=7}\nlength {text.length=3}\nplace error"),
        "{tree}"
    );
    assert_eq!(tree.matches("order.number").count(), 1);
}
