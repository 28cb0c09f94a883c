//! The retry loop against scripted attempts, on a clock that does not wait.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use super::{Failure, Limit, Retry, deliver};
use crate::export::otlp::Endpoint;
use crate::export::{ExportError, Exported, Signals, Trouble};

struct Script {
    answers: RefCell<Vec<Result<Exported, Failure>>>,
    said: Arc<Mutex<Vec<String>>>,
    urgent: watch::Sender<bool>,
}

impl Script {
    fn new(answers: impl IntoIterator<Item = Result<Exported, Failure>>) -> Self {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        Self {
            answers: RefCell::new(answers),
            said: Arc::default(),
            urgent: watch::Sender::new(false),
        }
    }

    fn play(&self, limit: Option<Duration>) -> Result<Exported, ExportError> {
        let said = Arc::clone(&self.said);
        let signals = Signals::new(
            self.urgent.subscribe(),
            Arc::new(move |trouble: Trouble<'_>| {
                if let Trouble::Lasting(cause) = trouble {
                    said.lock().unwrap().push(cause.to_owned());
                }
            }),
        );
        let endpoint = Endpoint::http_base("http://c:4318").unwrap();
        let attempt = || {
            let answer = self.answers.borrow_mut().pop();
            async move {
                match answer {
                    Some(answer) => answer,
                    None => std::future::pending().await,
                }
            }
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(deliver(
            &endpoint,
            Limit::new(limit, "OTEL_EXPORTER_OTLP_TIMEOUT"),
            &signals,
            attempt,
        ))
    }
}

fn failed(retry: Retry) -> Result<Exported, Failure> {
    Err(Failure {
        cause: "cause".to_owned(),
        retry,
    })
}

const LIMIT: Option<Duration> = Some(Duration::from_secs(10));

#[test]
fn a_passing_failure_is_retried_in_silence() {
    let script = Script::new([failed(Retry::Backoff), Ok(Exported::default())]);
    assert_eq!(script.play(LIMIT), Ok(Exported::default()));
    assert!(script.said.lock().unwrap().is_empty());
}

#[test]
fn a_final_failure_is_not_retried() {
    let script = Script::new([failed(Retry::Never), Ok(Exported::default())]);
    assert_eq!(script.play(LIMIT), Err(ExportError::new("cause")));
    assert_eq!(script.answers.borrow().len(), 1);
}

#[test]
fn an_absent_server_is_said_at_once_and_tried_again() {
    let script = Script::new([failed(Retry::Unreachable), Ok(Exported::default())]);
    assert_eq!(script.play(LIMIT), Ok(Exported::default()));
    assert_eq!(*script.said.lock().unwrap(), ["cause"]);
}

#[test]
fn an_absent_server_is_not_waited_for_when_somebody_waits() {
    let script = Script::new([failed(Retry::Unreachable), Ok(Exported::default())]);
    script.urgent.send_replace(true);
    assert_eq!(script.play(LIMIT), Err(ExportError::new("cause")));
}

#[test]
fn a_wait_that_would_pass_the_limit_is_not_begun() {
    let script = Script::new([failed(Retry::After(Duration::from_secs(60)))]);
    let error = script.play(LIMIT).unwrap_err();
    assert_eq!(
        error.cause,
        "cause (it asks to wait 60s, longer than the time limit of 10s allows)"
    );
}

#[test]
fn silence_is_bounded() {
    let script = Script::new([]);
    let error = script.play(Some(Duration::from_millis(20))).unwrap_err();
    assert_eq!(
        error.cause,
        "cannot export traces to http://c:4318/v1/traces: no answer within 20ms \
         (OTEL_EXPORTER_OTLP_TIMEOUT)"
    );
}

#[test]
fn the_sum_of_all_tries_is_bounded() {
    let script = Script::new((0..100).map(|_| failed(Retry::Backoff)));
    let error = script.play(Some(Duration::from_millis(400))).unwrap_err();
    assert!(error.cause.ends_with("tries in 400ms)"), "{}", error.cause);
}
