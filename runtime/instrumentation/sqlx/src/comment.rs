//! The trace as a comment at the end of a query's text (DB-7).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use traced::context::Context;
use traced::opentelemetry::propagation::Injector;
use traced::propagation::inject;

use crate::options::Comments;

/// The fields that a propagator writes, sorted: two services write the same trace in the same way.
#[derive(Default)]
struct Fields(BTreeMap<String, String>);

impl Injector for Fields {
    fn set(&mut self, key: &str, value: String) {
        self.0.insert(key.to_owned(), value);
    }
}

/// `sql` with the trace of `cx` at its end; `None` where nothing is to be added.
pub(crate) fn commented(sql: &str, cx: &Context, comments: &Comments) -> Option<String> {
    let mut fields = Fields::default();
    match comments {
        Comments::Off => return None,
        Comments::TraceContext => {
            inject(cx, &mut fields);
            // The server is not to learn what else the process's propagator knows, such as baggage.
            fields
                .0
                .retain(|key, _| matches!(&**key, "traceparent" | "tracestate"));
        }
        Comments::Of(propagator) => propagator.inject_context(cx, &mut fields),
    }
    fields
        .0
        .retain(|key, value| !key.is_empty() && !value.is_empty());
    if fields.0.is_empty() || sql.contains("/*") {
        return None;
    }
    // Behind a semicolon the comment would be a statement of its own, an empty one.
    let statement = sql.trim_end_matches(|c: char| c == ';' || c.is_whitespace());
    if statement.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(sql.len() + 80);
    out.push_str(statement);
    for (at, (key, value)) in fields.0.iter().enumerate() {
        out.push_str(if at == 0 { " /*" } else { "," });
        encode(&mut out, key);
        out.push_str("='");
        encode(&mut out, value);
        out.push('\'');
    }
    out.push_str("*/");
    out.push_str(&sql[statement.len()..]);
    Some(out)
}

/// Writes everything but unreserved characters as `%XX`: no quote, no star, no slash can end the comment early.
fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use traced::opentelemetry::propagation::text_map_propagator::FieldIter;
    use traced::opentelemetry::propagation::{Extractor, TextMapPropagator};

    use super::*;

    #[derive(Debug)]
    struct Hostile;

    impl TextMapPropagator for Hostile {
        fn inject_context(&self, _: &Context, injector: &mut dyn Injector) {
            injector.set("b'", "*/ DROP TABLE t; /*".to_owned());
            injector.set("a", "x y".to_owned());
            injector.set("empty", String::new());
        }

        fn extract_with_context(&self, cx: &Context, _: &dyn Extractor) -> Context {
            cx.clone()
        }

        fn fields(&self) -> FieldIter<'_> {
            FieldIter::new(&[])
        }
    }

    fn hostile(sql: &str) -> Option<String> {
        commented(sql, &Context::new(), &Comments::Of(Arc::new(Hostile)))
    }

    #[test]
    fn db_7_nothing_that_a_propagator_writes_ends_the_comment() {
        let comment = "/*a='x%20y',b%27='%2A%2F%20DROP%20TABLE%20t%3B%20%2F%2A'*/";
        for (sql, before, after) in [
            ("SELECT 1", "SELECT 1 ", ""),
            ("SELECT 1; \n", "SELECT 1 ", "; \n"),
        ] {
            assert_eq!(
                hostile(sql).as_deref(),
                Some(&*format!("{before}{comment}{after}"))
            );
        }
    }

    #[test]
    fn db_7_what_has_a_comment_or_no_statement_is_left_alone() {
        for sql in ["SELECT 1 /* mine */", "", " ; "] {
            assert_eq!(hostile(sql), None, "{sql:?}");
        }
        let off = commented("SELECT 1", &Context::new(), &Comments::Off);
        assert_eq!(off, None);
        // No span, no trace to tell of.
        let none = commented("SELECT 1", &Context::new(), &Comments::TraceContext);
        assert_eq!(none, None);
    }
}
