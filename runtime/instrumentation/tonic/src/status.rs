//! How a call ended, read from headers, trailers or an error.

use std::any::Any;
use std::error::Error;
use std::time::Duration;

use http::{HeaderMap, HeaderName, StatusCode};
use tonic::TimeoutExpired;
use traced::semconv::rpc::{Code, decode_message};

pub(crate) type BoxError = Box<dyn Error + Send + Sync>;

/// The code of a call and what the peer said about it.
#[derive(Debug)]
pub(crate) struct Status {
    pub(crate) code: Code,
    pub(crate) message: Option<String>,
}

impl Status {
    /// The status in trailers, or in the headers of a response that consists of nothing else.
    pub(crate) fn of_headers(headers: &HeaderMap) -> Option<Self> {
        let code = headers.get(tonic::Status::GRPC_STATUS)?;
        let message = headers
            .get(tonic::Status::GRPC_MESSAGE)
            .map(|message| decode_message(message.as_bytes()).into_owned());
        Some(Self {
            code: Code::from_header(code.as_bytes()),
            message,
        })
    }

    /// The status of a response that ended without one.
    pub(crate) fn of_http(status: StatusCode) -> Self {
        Self {
            code: Code::from_http(status.as_u16()),
            message: None,
        }
    }

    /// The status that tonic makes of an error, and the error in the form in which its caller gets the same one.
    pub(crate) fn of_error(error: BoxError) -> (Self, BoxError) {
        let timed_out = chain(&*error).any(<dyn Error>::is::<TimeoutExpired>);
        let (mut status, error) = match tonic::Status::try_from_error(error) {
            Ok(status) => (
                Self {
                    code: Code::from_number(status.code().into()),
                    message: Some(status.message().to_owned()),
                },
                status.into(),
            ),
            Err(error) => (
                Self {
                    code: Code::Unknown,
                    message: Some(error.to_string()),
                },
                error,
            ),
        };
        if timed_out {
            status.code = Code::DeadlineExceeded;
        }
        (status, error)
    }

    /// The status of an error that a service handed to the layers outside of ours, which take it as it is.
    pub(crate) fn of_service_error<E: 'static>(error: &E) -> Self {
        let boxed = (error as &dyn Any).downcast_ref::<BoxError>();
        let status = boxed.and_then(|error| {
            chain(&**error).find_map(|error| error.downcast_ref::<tonic::Status>())
        });
        Self {
            code: status.map_or(Code::Unknown, |status| {
                Code::from_number(status.code().into())
            }),
            message: status
                .map(|status| status.message().to_owned())
                .or_else(|| boxed.map(ToString::to_string)),
        }
    }
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

// Looking a header up by text parses its name each time.
static TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");

/// The time that the client gives the call: up to eight digits and a unit.
///
/// Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>, "Timeout".
pub(crate) fn timeout(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(&TIMEOUT)?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let well_formed =
        (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let value: u64 = digits.parse().ok().filter(|_| well_formed)?;
    Some(match unit {
        "H" => Duration::from_secs(value * 3600),
        "M" => Duration::from_secs(value * 60),
        "S" => Duration::from_secs(value),
        "m" => Duration::from_millis(value),
        "u" => Duration::from_micros(value),
        "n" => Duration::from_nanos(value),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_timeout(value: &'static str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert("grpc-timeout", value.parse().unwrap());
        timeout(&headers)
    }

    #[test]
    fn rs_5_a_deadline_is_digits_and_a_unit() {
        assert_eq!(with_timeout("1H"), Some(Duration::from_secs(3600)));
        assert_eq!(with_timeout("2M"), Some(Duration::from_secs(120)));
        assert_eq!(with_timeout("3S"), Some(Duration::from_secs(3)));
        assert_eq!(with_timeout("4m"), Some(Duration::from_millis(4)));
        assert_eq!(with_timeout("5u"), Some(Duration::from_micros(5)));
        assert_eq!(
            with_timeout("99999999n"),
            Some(Duration::from_nanos(99_999_999))
        );
        for bad in [
            "",
            "S",
            "1",
            "-1S",
            "+1S",
            "123456789S",
            "1s",
            "1.5S",
            " 1S",
        ] {
            assert_eq!(with_timeout(bad), None, "{bad}");
        }
    }
}
