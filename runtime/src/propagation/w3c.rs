//! The two formats of the W3C together: what nearly every process speaks, and so what is done for every request.

use std::sync::LazyLock;

use opentelemetry::Context;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};

use super::{BaggagePropagator, TraceContextPropagator};

static FIELDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let fields = ["traceparent", "tracestate", "baggage"];
    fields.map(str::to_owned).to_vec()
});

/// What a composite of the two does, without a context in between for each.
#[derive(Debug, Default)]
pub(crate) struct W3cPropagator {
    trace_context: TraceContextPropagator,
    baggage: BaggagePropagator,
}

impl TextMapPropagator for W3cPropagator {
    fn inject_context(&self, cx: &Context, injector: &mut dyn Injector) {
        self.trace_context.inject_context(cx, injector);
        self.baggage.inject_context(cx, injector);
    }

    fn extract_with_context(&self, cx: &Context, extractor: &dyn Extractor) -> Context {
        let cx = self.trace_context.extract_with_context(cx, extractor);
        BaggagePropagator::read(&cx, extractor).unwrap_or(cx)
    }

    fn fields(&self) -> FieldIter<'_> {
        FieldIter::new(FIELDS.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::W3cPropagator;
    use crate::propagation::{BaggagePropagator, TraceContextPropagator};
    use opentelemetry::Context;
    use opentelemetry::baggage::BaggageExt as _;
    use opentelemetry::propagation::{TextMapCompositePropagator, TextMapPropagator};
    use opentelemetry::trace::TraceContextExt as _;
    use std::collections::{BTreeSet, HashMap};

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn it_is_a_composite_of_the_two() {
        let both = W3cPropagator::default();
        let composite = TextMapCompositePropagator::new(vec![
            Box::new(TraceContextPropagator::new()),
            Box::new(BaggagePropagator::new()),
        ]);
        let fields = |of: &dyn TextMapPropagator| {
            let fields = of.fields().map(str::to_owned);
            fields.collect::<BTreeSet<_>>()
        };
        assert_eq!(fields(&both), fields(&composite));
        for sent in [
            vec![],
            vec![("traceparent", PARENT)],
            vec![("baggage", "a=1")],
            vec![("traceparent", "00-"), ("baggage", "a=1,b")],
            vec![
                ("traceparent", PARENT),
                ("tracestate", "x=1"),
                ("baggage", "a=1,b=2"),
            ],
        ] {
            let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
            let carrier: HashMap<_, _> = sent.into_iter().map(owned).collect();
            let read =
                |by: &dyn TextMapPropagator| by.extract_with_context(&Context::new(), &carrier);
            let (one, other) = (read(&both), read(&composite));
            let (span, expected) = (one.span(), other.span());
            assert_eq!(span.span_context(), expected.span_context());
            // A map has its entries in any order.
            let baggage = |cx: &Context| {
                let entries = cx.baggage().to_string();
                entries
                    .split(',')
                    .map(str::to_owned)
                    .collect::<BTreeSet<_>>()
            };
            assert_eq!(baggage(&one), baggage(&other));
            let written = |by: &dyn TextMapPropagator| {
                let mut carrier = HashMap::new();
                by.inject_context(&one, &mut carrier);
                carrier
            };
            assert_eq!(written(&both), written(&composite));
        }
    }
}
